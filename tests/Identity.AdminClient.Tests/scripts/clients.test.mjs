import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, soonOnEveryPod, ownRealm, personWhoCanLogIn, refused, token, unique } from "./pods.mjs";

const own = await ownRealm();

const confidential = async (clientId, more = {}) => {
  const { id } = await own.kc.clients.create({ clientId, publicClient: false, serviceAccountsEnabled: true, secret: "first-secret", ...more });
  return { id, clientId, grant: (client_secret) => token(own.realm, { grant_type: "client_credentials", client_id: clientId, client_secret }) };
};

test("a client is created, read, changed and deleted, each step on another pod", async () => {
  const clientId = unique("shop");
  const { id } = await own.kc.clients.create({ clientId, redirectUris: ["https://shop.example/*"] });
  const client = await own.kc.clients.findOne({ id });
  assert.deepEqual([client.protocol, client.enabled, client.publicClient, client.standardFlowEnabled, client.fullScopeAllowed], ["openid-connect", true, false, true, true]);
  assert.deepEqual(client.redirectUris, ["https://shop.example/*"]);
  assert.ok(client.defaultClientScopes.includes("profile"));
  for (const name of ["One", "Two", "Three"]) {
    await own.kc.clients.update({ id }, { ...client, name });
    assert.equal((await own.kc.clients.findOne({ id })).name, name);
  }
  assert.deepEqual((await own.kc.clients.find({ clientId })).map((found) => found.id), [id]);
  await own.kc.clients.del({ id });
  await onEveryPod(() => own.kc.clients.findOne({ id }), (found) => assert.equal(found, null));
});

test("a client id is taken once, and bad addresses are refused", async () => {
  const clientId = unique("once");
  await own.kc.clients.create({ clientId });
  await refused(own.kc.clients.create({ clientId }), 409, /already exists/);
  await refused(own.kc.clients.create({ clientId: unique("bad"), redirectUris: ["javascript:alert(1)"] }), 400);
});

test("clients are searched and paged", async () => {
  const prefix = unique("page");
  for (let i = 0; i < 4; i++) {
    await own.kc.clients.create({ clientId: `${prefix}-${i}` });
  }
  assert.deepEqual(names(await own.kc.clients.find({ clientId: prefix, search: true }), "clientId"), [0, 1, 2, 3].map((i) => `${prefix}-${i}`));
  const pages = [await own.kc.clients.find({ clientId: prefix, search: true, first: 0, max: 3 }), await own.kc.clients.find({ clientId: prefix, search: true, first: 3, max: 3 })];
  assert.deepEqual(pages.map((page) => page.length), [3, 1]);
});

test("a new secret counts on every pod within a second", async () => {
  const client = await confidential(unique("service"));
  assert.equal((await client.grant("first-secret")).status, 200);
  assert.deepEqual(await own.kc.clients.getClientSecret({ id: client.id }), { type: "secret", value: "first-secret" });
  const { value } = await own.kc.clients.generateNewClientSecret({ id: client.id });
  await soonOnEveryPod(() => client.grant(value), (answer) => assert.equal(answer.status, 200));
  await soonOnEveryPod(() => client.grant("first-secret"), (answer) => assert.equal(answer.error, "unauthorized_client"));
});

test("a disabled client gets nothing from any pod after a second", async () => {
  const client = await confidential(unique("off"));
  await own.kc.clients.update({ id: client.id }, { clientId: client.clientId, enabled: false });
  await soonOnEveryPod(() => client.grant("first-secret"), (answer) => assert.equal(answer.status, 401));
});

test("a service account has a user with roles", async () => {
  const client = await confidential(unique("robot"));
  const user = await own.kc.clients.getServiceAccountUser({ id: client.id });
  assert.equal(user.username, `service-account-${client.clientId}`);
  const name = unique("robotic");
  await own.kc.roles.create({ name });
  await own.kc.users.addRealmRoleMappings({ id: user.id, roles: [await own.kc.roles.findOneByName({ name })] });
  const { access_token } = await client.grant("first-secret");
  assert.ok(JSON.parse(Buffer.from(access_token.split(".")[1], "base64url")).realm_access.roles.includes(name));
});

test("roles of a client are kept", async () => {
  const { id } = await confidential(unique("roles"));
  await own.kc.clients.createRole({ id, name: "editor", description: "may edit" });
  await refused(own.kc.clients.createRole({ id, name: "editor" }), 409);
  const role = await own.kc.clients.findRole({ id, roleName: "editor" });
  assert.deepEqual([role.clientRole, role.containerId, role.description], [true, id, "may edit"]);
  await own.kc.clients.updateRole({ id, roleName: "editor" }, { name: "author", description: "may write" });
  assert.deepEqual(names(await own.kc.clients.listRoles({ id })), ["author"]);
  const user = await own.kc.users.create({ username: unique("author") });
  await own.kc.users.addClientRoleMappings({ id: user.id, clientUniqueId: id, roles: [{ id: role.id, name: "author" }] });
  assert.deepEqual(names(await own.kc.clients.findUsersWithRole({ id, roleName: "author" }), "id"), [user.id]);
  await own.kc.clients.delRole({ id, roleName: "author" });
  assert.deepEqual(await own.kc.clients.listRoles({ id }), []);
});

test("client scopes are given and taken", async () => {
  const { id } = await confidential(unique("scoped"));
  const scope = await own.kc.clientScopes.create({ name: unique("team"), protocol: "openid-connect" });
  await own.kc.clients.addOptionalClientScope({ id, clientScopeId: scope.id });
  assert.ok(names(await own.kc.clients.listOptionalClientScopes({ id }), "id").includes(scope.id));
  await own.kc.clients.delOptionalClientScope({ id, clientScopeId: scope.id });
  await own.kc.clients.addDefaultClientScope({ id, clientScopeId: scope.id });
  assert.ok(names(await own.kc.clients.listDefaultClientScopes({ id }), "id").includes(scope.id));
  assert.ok(!names(await own.kc.clients.listOptionalClientScopes({ id }), "id").includes(scope.id));
  await own.kc.clients.delDefaultClientScope({ id, clientScopeId: scope.id });
  assert.ok(!names(await own.kc.clients.listDefaultClientScopes({ id }), "id").includes(scope.id));
});

test("a protocol mapper changes tokens within a second", async () => {
  const client = await confidential(unique("mapped"));
  const mapper = (value) => ({
    name: "colour", protocol: "openid-connect", protocolMapper: "oidc-hardcoded-claim-mapper",
    config: { "claim.name": "colour", "claim.value": value, "jsonType.label": "String", "access.token.claim": "true" },
  });
  const colour = async () => JSON.parse(Buffer.from((await client.grant("first-secret")).access_token.split(".")[1], "base64url")).colour;
  await own.kc.clients.addProtocolMapper({ id: client.id }, mapper("red"));
  await soonOnEveryPod(colour, (value) => assert.equal(value, "red"));
  await refused(own.kc.clients.addProtocolMapper({ id: client.id }, mapper("red")), 409);
  const created = (await own.kc.clients.listProtocolMappers({ id: client.id })).find((found) => found.name === "colour");
  await own.kc.clients.updateProtocolMapper({ id: client.id, mapperId: created.id }, { ...created, ...mapper("blue") });
  await soonOnEveryPod(colour, (value) => assert.equal(value, "blue"));
  assert.deepEqual((await own.kc.clients.findProtocolMapperById({ id: client.id, mapperId: created.id })).config["claim.value"], "blue");
  await own.kc.clients.delProtocolMapper({ id: client.id, mapperId: created.id });
  await soonOnEveryPod(colour, (value) => assert.equal(value, undefined));
  await own.kc.clients.addMultipleProtocolMappers({ id: client.id }, [mapper("green"), { ...mapper("grey"), name: "other" }]);
  assert.deepEqual(names(await own.kc.clients.findProtocolMappersByProtocol({ id: client.id, protocol: "openid-connect" })).filter((name) => ["colour", "other"].includes(name)), ["colour", "other"]);
});

test("scope mappings narrow a client that has not the full scope", async () => {
  const { id } = await confidential(unique("narrow"), { fullScopeAllowed: false });
  const name = unique("allowed");
  await own.kc.roles.create({ name });
  const role = await own.kc.roles.findOneByName({ name });
  assert.ok(names(await own.kc.clients.listAvailableRealmScopeMappings({ id })).includes(name));
  await own.kc.clients.addRealmScopeMappings({ id }, [role]);
  assert.deepEqual(names(await own.kc.clients.listRealmScopeMappings({ id })), [name]);
  assert.ok(names(await own.kc.clients.listCompositeRealmScopeMappings({ id })).includes(name));
  await own.kc.clients.delRealmScopeMappings({ id }, [role]);
  assert.deepEqual(await own.kc.clients.listRealmScopeMappings({ id }), []);
  const other = await confidential(unique("other"));
  await own.kc.clients.createRole({ id: other.id, name: "reader" });
  const reader = await own.kc.clients.findRole({ id: other.id, roleName: "reader" });
  await own.kc.clients.addClientScopeMappings({ id, client: other.id }, [reader]);
  assert.deepEqual(names(await own.kc.clients.listClientScopeMappings({ id, client: other.id })), ["reader"]);
  await own.kc.clients.delClientScopeMappings({ id, client: other.id }, [reader]);
  assert.deepEqual(await own.kc.clients.listClientScopeMappings({ id, client: other.id }), []);
});

test("example tokens tell what a user would get", async () => {
  const { id, clientId } = await confidential(unique("example"));
  const person = await personWhoCanLogIn(own.kc);
  const access = await own.kc.clients.evaluateGenerateAccessToken({ id, userId: person.id, scope: "openid profile" });
  assert.deepEqual([access.azp, access.preferred_username], [clientId, person.username]);
  assert.equal((await own.kc.clients.evaluateGenerateIdToken({ id, userId: person.id, scope: "openid email" })).email, `${person.username}@example.org`);
  assert.equal((await own.kc.clients.evaluateGenerateUserInfo({ id, userId: person.id, scope: "openid profile" })).preferred_username, person.username);
  const mappers = await own.kc.clients.evaluateListProtocolMapper({ id, scope: "openid profile" });
  assert.ok(mappers.some((mapper) => mapper.containerName === "profile"));
});

test("keys of a client are made and shown without the private part", async () => {
  const { id } = await confidential(unique("signed"));
  const made = await own.kc.clients.generateKey({ id, attr: "jwt.credential" });
  assert.ok(made.certificate);
  const shown = await own.kc.clients.getKeyInfo({ id, attr: "jwt.credential" });
  assert.equal(shown.certificate, made.certificate);
});

test("a registration access token and an installation file are given", async () => {
  const { id, clientId } = await confidential(unique("install"));
  assert.ok((await own.kc.clients.generateRegistrationAccessToken({ id })).registrationAccessToken);
  const file = await own.kc.clients.getInstallationProviders({ id, providerId: "keycloak-oidc-keycloak-json" });
  const config = typeof file === "string" ? JSON.parse(file) : file;
  assert.deepEqual([config.realm, config.resource], [own.realm, clientId]);
});
