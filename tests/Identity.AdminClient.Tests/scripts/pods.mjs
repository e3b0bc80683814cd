// Three pods as one administrator sees them who never asks the same one twice in a row.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after } from "node:test";
import KeycloakAdminClient from "@keycloak/keycloak-admin-client";

export const pods = (process.env.PODS ?? "http://127.0.0.1:8080").split(" ").map((url) => url.replace(/\/$/, ""));

const username = process.env.ADMIN_USERNAME ?? "admin";
const password = process.env.ADMIN_PASSWORD ?? "admin";
let turn = 0;

/** The next pod's address. */
export const nextPod = () => pods[turn++ % pods.length];

/** A name that no other run uses. */
export const unique = (prefix) => `${prefix}-${randomBytes(5).toString("hex")}`;

/** The official client, each call of which goes to the next pod. */
export async function connect(realmName = "master", credentials = { username, password, grantType: "password", clientId: "admin-cli" }) {
  const clients = [];
  for (const baseUrl of pods) {
    const client = new KeycloakAdminClient({ baseUrl, realmName: "master" });
    await client.auth(credentials);
    client.setConfig({ realmName });
    clients.push(client);
  }
  return new Proxy({}, {
    get: (_, resource) => resource === "then" ? undefined : new Proxy({}, {
      get: (_, method) => (...parameters) => clients[turn++ % clients.length][resource][method](...parameters),
    }),
  });
}

/** Makes a realm for the tests of a file, which is deleted after them; returns its name and a client of it. */
export async function ownRealm(settings = {}) {
  const realm = unique("realm");
  await (await connect()).realms.create({ realm, enabled: true, ...settings });
  const kc = await connect(realm);
  after(() => kc.realms.del({ realm }));
  return { kc, realm };
}

/** The call is refused with this status, and with this message where one is given. */
export async function refused(call, status, message) {
  const error = await call.then(() => assert.fail(`expected ${status}, but it succeeded`), (thrown) => thrown);
  if (!error.response) {
    throw error;
  }
  assert.equal(error.response.status, status, JSON.stringify(error.responseData));
  if (message) {
    assert.match(error.responseData?.errorMessage ?? error.responseData?.error ?? "", message);
  }
  return error.responseData;
}

/** Every pod answers what `read` returns with what `check` accepts. */
export async function onEveryPod(read, check) {
  for (let i = 0; i < pods.length; i++) {
    check(await read());
  }
}

/** The same of what a pod follows within a second: the settings that logins go by. */
export async function soonOnEveryPod(read, check) {
  const until = Date.now() + 5000;
  for (let agreed = 0; agreed < pods.length; ) {
    try {
      check(await read());
      agreed++;
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      agreed = 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Asks the token endpoint of the next pod. */
export async function token(realm, form) {
  const answer = await fetch(`${nextPod()}/realms/${realm}/protocol/openid-connect/token`, { method: "POST", body: new URLSearchParams(form) });
  return { status: answer.status, ...(await answer.json()) };
}

/** A client for password logins and a user who can use it. */
export async function personWhoCanLogIn(kc, name = unique("person")) {
  const { id } = await kc.users.create({
    username: name, enabled: true, email: `${name}@example.org`, emailVerified: true, firstName: "Test", lastName: "Person",
    credentials: [{ type: "password", value: "secret-1", temporary: false }],
  });
  return { id, username: name, password: "secret-1" };
}

/** A public client that may use the password grant. */
export async function loginClient(kc, clientId = unique("app")) {
  const { id } = await kc.clients.create({ clientId, publicClient: true, directAccessGrantsEnabled: true, redirectUris: ["https://app.example/*"] });
  return { id, clientId };
}

/** Names in order. */
export const names = (list, key = "name") => list.map((item) => item[key]).sort();
