import assert from "node:assert/strict";
import { test } from "node:test";
import { loginClient, nextPod, onEveryPod, ownRealm, personWhoCanLogIn, refused, soonOnEveryPod, token, unique } from "./pods.mjs";

const own = await ownRealm();
const realmId = (await own.kc.realms.findOne({ realm: own.realm })).id;
const published = async () => (await (await fetch(`${nextPod()}/realms/${own.realm}/protocol/openid-connect/certs`)).json()).keys;
const provider = (more = {}) => ({
  name: unique("rsa"), providerId: "rsa-generated", providerType: "org.keycloak.keys.KeyProvider", parentId: realmId,
  config: { priority: ["200"], enabled: ["true"], active: ["true"], algorithm: ["RS256"], keySize: ["2048"], ...more },
});

test("a new realm has its keys, and shows no private part", async () => {
  const { active, keys } = await own.kc.realms.getKeys({ realm: own.realm });
  for (const algorithm of ["RS256", "RSA-OAEP", "HS512", "AES"]) {
    assert.ok(keys.some((key) => key.kid === active[algorithm]), algorithm);
  }
  assert.ok(!/privateKey|"secret"|PRIVATE/.test(JSON.stringify(keys)));
  const components = await own.kc.components.find({ type: "org.keycloak.keys.KeyProvider" });
  assert.deepEqual(components.map((component) => component.providerId).sort(), ["aes-generated", "hmac-generated", "rsa-enc-generated", "rsa-generated"]);
  assert.ok(!/PRIVATE/.test(JSON.stringify(components)));
});

test("a key with a higher priority soon signs on every pod; the former stays published until it is deleted", async () => {
  const app = await loginClient(own.kc);
  const person = await personWhoCanLogIn(own.kc);
  const signedBy = async () => {
    const { access_token } = await token(own.realm, { grant_type: "password", client_id: app.clientId, username: person.username, password: person.password });
    return JSON.parse(Buffer.from(access_token.split(".")[0], "base64url")).kid;
  };
  const former = await signedBy();
  const { id } = await own.kc.components.create(provider());
  const { active } = await own.kc.realms.getKeys({ realm: own.realm });
  assert.notEqual(active.RS256, former);
  await soonOnEveryPod(signedBy, (kid) => assert.equal(kid, active.RS256));
  await soonOnEveryPod(published, (keys) => assert.ok([former, active.RS256].every((kid) => keys.some((key) => key.kid === kid))));
  await own.kc.components.del({ id });
  await soonOnEveryPod(signedBy, (kid) => assert.equal(kid, former));
  await soonOnEveryPod(published, (keys) => assert.ok(!keys.some((key) => key.kid === active.RS256)));
});

test("a component is changed and deleted, each step on another pod", async () => {
  const { id } = await own.kc.components.create(provider({ priority: ["50"] }));
  const created = await own.kc.components.findOne({ id });
  assert.deepEqual([created.providerId, created.config.priority], ["rsa-generated", ["50"]]);
  await own.kc.components.update({ id }, { ...created, config: { ...created.config, priority: ["60"] } });
  assert.deepEqual((await own.kc.components.findOne({ id })).config.priority, ["60"]);
  await own.kc.components.del({ id });
  await onEveryPod(() => own.kc.components.findOne({ id }), (found) => assert.equal(found, null));
});

test("a provider that is not there is refused", async () => {
  await refused(own.kc.components.create({ ...provider(), providerId: "nope" }), 400);
});
