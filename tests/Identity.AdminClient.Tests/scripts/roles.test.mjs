import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, ownRealm, refused, unique } from "./pods.mjs";

const own = await ownRealm();

test("a role is created, read, changed and deleted by name and by id", async () => {
  const name = unique("clerk");
  assert.deepEqual(await own.kc.roles.create({ name, description: "a clerk" }), { roleName: name });
  const role = await own.kc.roles.findOneByName({ name });
  assert.deepEqual([role.description, role.composite, role.clientRole, role.attributes], ["a clerk", false, false, {}]);
  await own.kc.roles.updateByName({ name }, { name, description: "changed", attributes: { level: ["2"] } });
  const changed = await own.kc.roles.findOneById({ id: role.id });
  assert.deepEqual([changed.description, changed.attributes], ["changed", { level: ["2"] }]);
  await own.kc.roles.updateById({ id: role.id }, { name: `${name}-2`, description: "again" });
  assert.equal((await own.kc.roles.findOneByName({ name: `${name}-2` })).id, role.id);
  assert.equal(await own.kc.roles.findOneByName({ name }), null);
  await own.kc.roles.delById({ id: role.id });
  await onEveryPod(() => own.kc.roles.findOneById({ id: role.id }), (found) => assert.equal(found, null));
});

test("a name is taken once and must be given", async () => {
  const name = unique("once");
  await own.kc.roles.create({ name });
  await refused(own.kc.roles.create({ name }), 409, /Role with name .* already exists/);
  await refused(own.kc.roles.create({}), 400);
});

test("roles are searched and paged, the realm's own among them", async () => {
  const prefix = unique("page");
  for (const letter of ["c", "a", "b"]) {
    await own.kc.roles.create({ name: `${prefix}-${letter}`, attributes: { letter: [letter] } });
  }
  assert.deepEqual((await own.kc.roles.find({ search: prefix, first: 1, max: 2 })).map((role) => role.name), [`${prefix}-b`, `${prefix}-c`]);
  const [full] = await own.kc.roles.find({ search: `${prefix}-a`, briefRepresentation: false });
  assert.deepEqual(full.attributes, { letter: ["a"] });
  assert.ok(names(await own.kc.roles.find()).includes(`default-roles-${own.realm}`));
});

test("composites hold realm and client roles, and let go of them", async () => {
  const name = unique("whole");
  await own.kc.roles.create({ name });
  await own.kc.roles.create({ name: `${name}-part` });
  const { id: clientId } = await own.kc.clients.create({ clientId: unique("parts") });
  await own.kc.clients.createRole({ id: clientId, name: "part" });
  const [whole, part] = [await own.kc.roles.findOneByName({ name }), await own.kc.roles.findOneByName({ name: `${name}-part` })];
  const clientPart = await own.kc.clients.findRole({ id: clientId, roleName: "part" });
  await own.kc.roles.createComposite({ roleId: whole.id }, [part, clientPart]);
  assert.deepEqual(names(await own.kc.roles.getCompositeRoles({ id: whole.id }), "id"), [part.id, clientPart.id].sort());
  assert.deepEqual(names(await own.kc.roles.getCompositeRolesForRealm({ id: whole.id }), "id"), [part.id]);
  assert.deepEqual(names(await own.kc.roles.getCompositeRolesForClient({ id: whole.id, clientId }), "id"), [clientPart.id]);
  assert.equal((await own.kc.roles.findOneByName({ name })).composite, true);
  await own.kc.roles.delCompositeRoles({ id: whole.id }, [part]);
  assert.deepEqual(names(await own.kc.roles.getCompositeRoles({ id: whole.id }), "id"), [clientPart.id]);
  await own.kc.clients.delRole({ id: clientId, roleName: "part" });
  assert.deepEqual(await own.kc.roles.getCompositeRoles({ id: whole.id }), []);
});

test("who has a role is listed, and a deleted role leaves its users", async () => {
  const name = unique("held");
  await own.kc.roles.create({ name });
  const role = await own.kc.roles.findOneByName({ name });
  const { id } = await own.kc.users.create({ username: unique("holder") });
  await own.kc.users.addRealmRoleMappings({ id, roles: [role] });
  assert.deepEqual(names(await own.kc.roles.findUsersWithRole({ name }), "id"), [id]);
  await own.kc.roles.delByName({ name });
  await onEveryPod(() => own.kc.users.listRealmRoleMappings({ id }), (roles) => assert.ok(!names(roles).includes(name)));
});

test("roles of the realm itself are kept", async () => {
  const { defaultRole } = await own.kc.realms.findOne({ realm: own.realm });
  await refused(own.kc.roles.delById({ id: defaultRole.id }), 400);
});
