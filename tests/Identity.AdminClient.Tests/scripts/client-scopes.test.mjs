import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, ownRealm, refused, unique } from "./pods.mjs";

const own = await ownRealm();
const create = async (name = unique("scope")) => (await own.kc.clientScopes.create({ name, protocol: "openid-connect" })).id;

test("a scope is created, read, changed and deleted, each step on another pod", async () => {
  const name = unique("team");
  const { id } = await own.kc.clientScopes.create({ name, protocol: "openid-connect", description: "who with whom", attributes: { "include.in.token.scope": "true" } });
  const scope = await own.kc.clientScopes.findOne({ id });
  assert.deepEqual([scope.name, scope.description, scope.attributes["include.in.token.scope"]], [name, "who with whom", "true"]);
  await own.kc.clientScopes.update({ id }, { ...scope, description: "changed" });
  assert.equal((await own.kc.clientScopes.findOneByName({ name })).description, "changed");
  await refused(own.kc.clientScopes.create({ name, protocol: "openid-connect" }), 409, /already exists/);
  await own.kc.clientScopes.del({ id });
  await onEveryPod(() => own.kc.clientScopes.findOne({ id }), (found) => assert.equal(found, null));
});

test("a scope without a protocol is refused", async () => {
  await refused(own.kc.clientScopes.create({ name: unique("none") }), 400, /Unexpected protocol/);
});

test("a new realm has the scopes that clients know", async () => {
  const all = names(await own.kc.clientScopes.find());
  for (const name of ["acr", "address", "basic", "email", "microprofile-jwt", "offline_access", "phone", "profile", "roles", "web-origins"]) {
    assert.ok(all.includes(name), name);
  }
});

test("defaults of the realm go to new clients", async () => {
  const [standard, optional] = [await create(), await create()];
  await own.kc.clientScopes.addDefaultClientScope({ id: standard });
  await own.kc.clientScopes.addDefaultOptionalClientScope({ id: optional });
  assert.ok(names(await own.kc.clientScopes.listDefaultClientScopes(), "id").includes(standard));
  assert.ok(names(await own.kc.clientScopes.listDefaultOptionalClientScopes(), "id").includes(optional));
  const { id } = await own.kc.clients.create({ clientId: unique("heir") });
  assert.ok(names(await own.kc.clients.listDefaultClientScopes({ id }), "id").includes(standard));
  assert.ok(names(await own.kc.clients.listOptionalClientScopes({ id }), "id").includes(optional));
  await own.kc.clientScopes.delDefaultClientScope({ id: standard });
  await own.kc.clientScopes.delDefaultOptionalClientScope({ id: optional });
  assert.ok(!names(await own.kc.clientScopes.listDefaultClientScopes(), "id").includes(standard));
  assert.ok(!names(await own.kc.clientScopes.listDefaultOptionalClientScopes(), "id").includes(optional));
});

test("mappers are kept", async () => {
  const id = await create();
  const mapper = { name: "audience", protocol: "openid-connect", protocolMapper: "oidc-audience-mapper", config: { "included.custom.audience": "one", "access.token.claim": "true" } };
  await own.kc.clientScopes.addProtocolMapper({ id }, mapper);
  await refused(own.kc.clientScopes.addProtocolMapper({ id }, mapper), 409);
  const [created] = await own.kc.clientScopes.listProtocolMappers({ id });
  await own.kc.clientScopes.updateProtocolMapper({ id, mapperId: created.id }, { ...created, config: { ...created.config, "included.custom.audience": "two" } });
  assert.equal((await own.kc.clientScopes.findProtocolMapper({ id, mapperId: created.id })).config["included.custom.audience"], "two");
  await own.kc.clientScopes.addMultipleProtocolMappers({ id }, [{ ...mapper, name: "second" }, { ...mapper, name: "third" }]);
  assert.deepEqual(names(await own.kc.clientScopes.findProtocolMappersByProtocol({ id, protocol: "openid-connect" })), ["audience", "second", "third"]);
  await own.kc.clientScopes.delProtocolMapper({ id, mapperId: created.id });
  assert.deepEqual(names(await own.kc.clientScopes.listProtocolMappers({ id })), ["second", "third"]);
});

test("scope mappings are given and taken", async () => {
  const id = await create();
  const name = unique("role");
  await own.kc.roles.create({ name });
  const role = await own.kc.roles.findOneByName({ name });
  await own.kc.clientScopes.addRealmScopeMappings({ id }, [role]);
  assert.deepEqual(names(await own.kc.clientScopes.listRealmScopeMappings({ id })), [name]);
  assert.ok(!names(await own.kc.clientScopes.listAvailableRealmScopeMappings({ id })).includes(name));
  assert.ok(names(await own.kc.clientScopes.listCompositeRealmScopeMappings({ id })).includes(name));
  assert.deepEqual(names((await own.kc.clientScopes.listScopeMappings({ id })).realmMappings), [name]);
  await own.kc.clientScopes.delRealmScopeMappings({ id }, [role]);
  assert.deepEqual(await own.kc.clientScopes.listRealmScopeMappings({ id }), []);
  const client = await own.kc.clients.create({ clientId: unique("parts") });
  await own.kc.clients.createRole({ id: client.id, name: "part" });
  const part = await own.kc.clients.findRole({ id: client.id, roleName: "part" });
  await own.kc.clientScopes.addClientScopeMappings({ id, client: client.id }, [part]);
  assert.deepEqual(names(await own.kc.clientScopes.listClientScopeMappings({ id, client: client.id })), ["part"]);
  await own.kc.clientScopes.delClientScopeMappings({ id, client: client.id }, [part]);
  assert.deepEqual(await own.kc.clientScopes.listClientScopeMappings({ id, client: client.id }), []);
});
