import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, onEveryPod, ownRealm, refused, token, unique } from "./pods.mjs";

const own = await ownRealm({ displayName: "First" });

test("a new realm has Keycloak's defaults on every pod", async () => {
  await onEveryPod(() => own.kc.realms.findOne({ realm: own.realm }), (realm) => {
    assert.equal(realm.realm, own.realm);
    assert.equal(realm.displayName, "First");
    assert.equal(realm.enabled, true);
    assert.equal(realm.accessTokenLifespan, 300);
    assert.equal(realm.sslRequired, "external");
    assert.equal(realm.browserFlow, "browser");
    assert.equal(realm.defaultRole.name, `default-roles-${own.realm}`);
  });
});

test("the list names it, in brief too", async () => {
  await onEveryPod(() => own.kc.realms.find({ briefRepresentation: true }), (realms) => assert.ok(realms.some((realm) => realm.realm === own.realm)));
});

test("a change is seen by the next pod, and leaves the rest as it was", async () => {
  for (const displayName of ["Second", "Third", "Fourth"]) {
    assert.equal(await own.kc.realms.update({ realm: own.realm }, { displayName }), "");
    const realm = await own.kc.realms.findOne({ realm: own.realm });
    assert.equal(realm.displayName, displayName);
    assert.equal(realm.accessTokenLifespan, 300);
  }
});

test("attributes are merged", async () => {
  await own.kc.realms.update({ realm: own.realm }, { attributes: { one: "1" } });
  await own.kc.realms.update({ realm: own.realm }, { attributes: { two: "2" } });
  const { attributes } = await own.kc.realms.findOne({ realm: own.realm });
  assert.equal(attributes.two, "2");
});

test("a name is taken once", async () => {
  await refused(own.kc.realms.create({ realm: own.realm }), 409, /already exists/i);
});

test("a realm that is not there is not found", async () => {
  assert.equal(await own.kc.realms.findOne({ realm: unique("none") }), null);
  await refused(own.kc.realms.update({ realm: unique("none") }, {}), 404);
});

test("a realm is disabled, renamed and deleted for every pod", async () => {
  const realm = unique("short");
  await own.kc.realms.create({ realm, enabled: true });
  await own.kc.realms.update({ realm }, { enabled: false });
  assert.equal((await token(realm, { grant_type: "password", client_id: "admin-cli", username: "a", password: "b" })).status, 403);
  const renamed = `${realm}-2`;
  await own.kc.realms.update({ realm }, { realm: renamed, enabled: true });
  await onEveryPod(() => own.kc.realms.findOne({ realm: renamed }), (found) => assert.equal(found?.realm, renamed));
  assert.equal(await own.kc.realms.findOne({ realm }), null);
  await own.kc.realms.del({ realm: renamed });
  await onEveryPod(() => own.kc.realms.findOne({ realm: renamed }), (found) => assert.equal(found, null));
});

test("a realm made with users, roles, groups and clients holds them", async () => {
  const realm = unique("filled");
  await own.kc.realms.create({
    realm, enabled: true,
    roles: { realm: [{ name: "clerk" }] },
    groups: [{ name: "sales", realmRoles: ["clerk"], subGroups: [{ name: "north" }] }],
    clients: [{ clientId: "shop", publicClient: true }],
    users: [{ username: "ada", enabled: true, groups: ["/sales/north"], realmRoles: ["clerk"] }],
  });
  try {
    const kc = await connect(realm);
    const [ada] = await kc.users.find({ username: "ada" });
    assert.deepEqual((await kc.users.listGroups({ id: ada.id })).map((group) => group.path), ["/sales/north"]);
    assert.ok((await kc.users.listRealmRoleMappings({ id: ada.id })).some((role) => role.name === "clerk"));
    assert.equal((await kc.clients.find({ clientId: "shop" })).length, 1);
  } finally {
    await own.kc.realms.del({ realm });
  }
});

test("partial import adds, skips and overwrites", async () => {
  const rep = { users: [{ username: "imported", enabled: true, firstName: "One" }] };
  const first = await own.kc.realms.partialImport({ realm: own.realm, rep: { ifResourceExists: "FAIL", ...rep } });
  assert.equal(first.added, 1);
  const second = await own.kc.realms.partialImport({ realm: own.realm, rep: { ifResourceExists: "SKIP", ...rep } });
  assert.deepEqual([second.added, second.skipped], [0, 1]);
  await refused(own.kc.realms.partialImport({ realm: own.realm, rep: { ifResourceExists: "FAIL", ...rep } }), 409);
  rep.users[0].firstName = "Two";
  const third = await own.kc.realms.partialImport({ realm: own.realm, rep: { ifResourceExists: "OVERWRITE", ...rep } });
  assert.equal(third.overwritten, 1);
  assert.equal((await own.kc.users.find({ username: "imported" }))[0].firstName, "Two");
});

test("partial export holds clients, groups and roles, and no secrets", async () => {
  await own.kc.clients.create({ clientId: "secretive", secret: "hidden-secret", publicClient: false });
  const exported = await own.kc.realms.export({ realm: own.realm, exportClients: true, exportGroupsAndRoles: true });
  assert.ok(exported.clients.some((client) => client.clientId === "secretive"));
  assert.ok(!JSON.stringify(exported).includes("hidden-secret"));
});

test("default groups are given to new users", async () => {
  const { id } = await own.kc.groups.create({ name: unique("everybody") });
  await own.kc.realms.addDefaultGroup({ realm: own.realm, id });
  assert.deepEqual((await own.kc.realms.getDefaultGroups({ realm: own.realm })).map((group) => group.id), [id]);
  const user = await own.kc.users.create({ username: unique("new") });
  assert.deepEqual((await own.kc.users.listGroups({ id: user.id })).map((group) => group.id), [id]);
  await own.kc.realms.removeDefaultGroup({ realm: own.realm, id });
  assert.deepEqual(await own.kc.realms.getDefaultGroups({ realm: own.realm }), []);
});

test("initial access tokens are made, listed and deleted", async () => {
  const made = await own.kc.realms.createClientsInitialAccess({ realm: own.realm }, { count: 2, expiration: 60 });
  assert.ok(made.token);
  const [listed] = await own.kc.realms.getClientsInitialAccess({ realm: own.realm });
  assert.equal(listed.id, made.id);
  assert.equal(listed.remainingCount, 2);
  assert.equal(listed.token, undefined);
  await own.kc.realms.delClientsInitialAccess({ realm: own.realm, id: made.id });
  assert.deepEqual(await own.kc.realms.getClientsInitialAccess({ realm: own.realm }), []);
});
