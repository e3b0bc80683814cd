import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, ownRealm, unique } from "./pods.mjs";

const own = await ownRealm();
const parallel = 12;
const each = (call) => Promise.all(Array.from({ length: parallel }, (_, i) => call(i)));
const outcomes = async (call) => (await Promise.allSettled(Array.from({ length: parallel }, (_, i) => call(i)))).map((result) => result.status === "fulfilled" ? 201 : result.reason.response?.status);

test("roles given by all pods at once are all given", async () => {
  const prefix = unique("role");
  await each((i) => own.kc.roles.create({ name: `${prefix}-${i}` }));
  const roles = await own.kc.roles.find({ search: prefix });
  assert.equal(roles.length, parallel);
  const { id } = await own.kc.users.create({ username: unique("user") });
  await each((i) => own.kc.users.addRealmRoleMappings({ id, roles: [roles[i]] }));
  await onEveryPod(() => own.kc.users.listRealmRoleMappings({ id }), (given) => assert.equal(names(given).filter((name) => name.startsWith(prefix)).length, parallel));
});

test("groups joined through all pods at once are all joined", async () => {
  const prefix = unique("group");
  const groups = await each((i) => own.kc.groups.create({ name: `${prefix}-${i}` }));
  const { id } = await own.kc.users.create({ username: unique("user") });
  await each((i) => own.kc.users.addToGroup({ id, groupId: groups[i].id }));
  await onEveryPod(() => own.kc.users.countGroups({ id }), ({ count }) => assert.equal(count, parallel));
});

test("children of a group made by all pods at once are all there", async () => {
  const { id } = await own.kc.groups.create({ name: unique("parent") });
  await each((i) => own.kc.groups.createChildGroup({ id }, { name: `child-${i}` }));
  await onEveryPod(() => own.kc.groups.listSubGroups({ parentId: id, first: 0, max: 100 }), (children) => assert.equal(children.length, parallel));
});

test("mappers of a client made by all pods at once are all there", async () => {
  const { id } = await own.kc.clients.create({ clientId: unique("client") });
  await each((i) => own.kc.clients.addProtocolMapper({ id }, {
    name: `mapper-${i}`, protocol: "openid-connect", protocolMapper: "oidc-hardcoded-claim-mapper",
    config: { "claim.name": `claim${i}`, "claim.value": "x", "jsonType.label": "String", "access.token.claim": "true" },
  }));
  await onEveryPod(() => own.kc.clients.listProtocolMappers({ id }), (mappers) => assert.equal(mappers.length, parallel));
});

test("a name wanted from all pods at once is given once", async () => {
  const [username, clientId, name] = [unique("user"), unique("client"), unique("name")];
  for (const create of [
    () => own.kc.users.create({ username }),
    () => own.kc.clients.create({ clientId }),
    () => own.kc.roles.create({ name }),
    () => own.kc.groups.create({ name }),
  ]) {
    const statuses = await outcomes(create);
    assert.deepEqual([statuses.filter((status) => status === 201).length, statuses.filter((status) => status === 409).length], [1, parallel - 1], String(statuses));
  }
  assert.equal((await own.kc.users.find({ username, exact: true })).length, 1);
  assert.equal((await own.kc.groups.find({ search: name })).length, 1);
});
