import assert from "node:assert/strict";
import { test } from "node:test";
import { loginClient, names, onEveryPod, soonOnEveryPod, ownRealm, personWhoCanLogIn, refused, token, unique } from "./pods.mjs";

const own = await ownRealm();
const given = {};

given.realmRole = unique("clerk");
await own.kc.roles.create({ name: given.realmRole });
given.realm = await own.kc.roles.findOneByName({ name: given.realmRole });
given.clientName = unique("desk");
given.client = (await own.kc.clients.create({ clientId: given.clientName })).id;
await own.kc.clients.createRole({ id: given.client, name: "editor" });
given.editor = await own.kc.clients.findRole({ id: given.client, roleName: "editor" });
given.user = (await own.kc.users.create({ username: unique("user") })).id;
given.group = (await own.kc.groups.create({ name: unique("group") })).id;

for (const [holder, resource] of [["user", "users"], ["group", "groups"]]) {
  test(`realm roles are given to and taken from a ${holder}`, async () => {
    const id = given[holder];
    assert.ok(names(await own.kc[resource].listAvailableRealmRoleMappings({ id })).includes(given.realmRole));
    await own.kc[resource].addRealmRoleMappings({ id, roles: [given.realm] });
    await onEveryPod(() => own.kc[resource].listRealmRoleMappings({ id }), (roles) => assert.ok(names(roles).includes(given.realmRole)));
    assert.ok(!names(await own.kc[resource].listAvailableRealmRoleMappings({ id })).includes(given.realmRole));
    assert.ok(names(await own.kc[resource].listCompositeRealmRoleMappings({ id })).includes(given.realmRole));
    assert.ok(names((await own.kc[resource].listRoleMappings({ id })).realmMappings).includes(given.realmRole));
    await own.kc[resource].delRealmRoleMappings({ id, roles: [given.realm] });
    await onEveryPod(() => own.kc[resource].listRealmRoleMappings({ id }), (roles) => assert.ok(!names(roles).includes(given.realmRole)));
  });

  test(`client roles are given to and taken from a ${holder}`, async () => {
    const of = { id: given[holder], clientUniqueId: given.client };
    assert.deepEqual(names(await own.kc[resource].listAvailableClientRoleMappings(of)), ["editor"]);
    await own.kc[resource].addClientRoleMappings({ ...of, roles: [given.editor] });
    await onEveryPod(() => own.kc[resource].listClientRoleMappings(of), (roles) => assert.deepEqual(names(roles), ["editor"]));
    assert.deepEqual(await own.kc[resource].listAvailableClientRoleMappings(of), []);
    assert.deepEqual(names(await own.kc[resource].listCompositeClientRoleMappings(of)), ["editor"]);
    assert.deepEqual(names((await own.kc[resource].listRoleMappings({ id: of.id })).clientMappings[given.clientName].mappings), ["editor"]);
    await own.kc[resource].delClientRoleMappings({ ...of, roles: [given.editor] });
    await onEveryPod(() => own.kc[resource].listClientRoleMappings(of), (roles) => assert.deepEqual(roles, []));
  });

  test(`a role that is not there cannot be given to a ${holder}`, async () => {
    await refused(own.kc[resource].addRealmRoleMappings({ id: given[holder], roles: [{ id: "nope", name: "nope" }] }), 404);
  });
}

test("a token tells the roles of groups and of composites", async () => {
  const { clientId } = await loginClient(own.kc);
  const person = await personWhoCanLogIn(own.kc);
  await own.kc.groups.addRealmRoleMappings({ id: given.group, roles: [given.realm] });
  await own.kc.users.addToGroup({ id: person.id, groupId: given.group });
  await own.kc.roles.createComposite({ roleId: given.realm.id }, [given.editor]);
  const roles = async () => {
    const { access_token } = await token(own.realm, { grant_type: "password", client_id: clientId, username: person.username, password: person.password });
    const claims = JSON.parse(Buffer.from(access_token.split(".")[1], "base64url"));
    return [claims.realm_access.roles.includes(given.realmRole), claims.resource_access?.[given.clientName]?.roles];
  };
  await soonOnEveryPod(roles, (found) => assert.deepEqual(found, [true, ["editor"]]));
  assert.ok(names(await own.kc.users.listCompositeRealmRoleMappings({ id: person.id })).includes(given.realmRole));
  await own.kc.users.delFromGroup({ id: person.id, groupId: given.group });
  await onEveryPod(roles, (found) => assert.deepEqual(found, [false, undefined]));
});
