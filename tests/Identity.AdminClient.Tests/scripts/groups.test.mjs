import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, ownRealm, refused, unique } from "./pods.mjs";

const own = await ownRealm();

test("a group is created, read, changed and deleted, each step on another pod", async () => {
  const name = unique("sales");
  const { id } = await own.kc.groups.create({ name, attributes: { region: ["north"] } });
  const group = await own.kc.groups.findOne({ id });
  assert.deepEqual([group.name, group.path, group.attributes, group.subGroups], [name, `/${name}`, { region: ["north"] }, []]);
  await own.kc.groups.update({ id }, { name: `${name}-2`, attributes: { region: ["south"] }, description: "who sells" });
  const changed = await own.kc.groups.findOne({ id });
  assert.deepEqual([changed.path, changed.attributes, changed.description], [`/${name}-2`, { region: ["south"] }, "who sells"]);
  await own.kc.groups.del({ id });
  await onEveryPod(() => own.kc.groups.findOne({ id }), (found) => assert.equal(found, null));
});

test("a name is taken once among siblings", async () => {
  const name = unique("only");
  const { id } = await own.kc.groups.create({ name });
  await refused(own.kc.groups.create({ name }), 409, /already exists/);
  await own.kc.groups.createChildGroup({ id }, { name });
  await refused(own.kc.groups.createChildGroup({ id }, { name }), 409, /already exists/);
  await refused(own.kc.groups.create({}), 400);
});

test("children are listed, paged, found by path and moved", async () => {
  const [top, other] = [unique("top"), unique("other")];
  const { id } = await own.kc.groups.create({ name: top });
  const { id: otherId } = await own.kc.groups.create({ name: other });
  const children = [];
  for (const name of ["c", "a", "b"]) {
    children.push(await own.kc.groups.createChildGroup({ id }, { name }));
  }
  assert.deepEqual((await own.kc.groups.listSubGroups({ parentId: id })).map((group) => group.name), ["a", "b", "c"]);
  assert.deepEqual((await own.kc.groups.listSubGroups({ parentId: id, first: 1, max: 1 })).map((group) => group.name), ["b"]);
  assert.equal((await own.kc.groups.findOne({ id })).subGroupCount, 3);
  assert.equal((await own.kc.realms.getGroupByPath({ path: `${top}/c`, realm: own.realm })).id, children[0].id);
  await own.kc.groups.updateChildGroup({ id: otherId }, { id: children[0].id, name: "c" });
  assert.equal((await own.kc.groups.findOne({ id: children[0].id })).path, `/${other}/c`);
  assert.equal((await own.kc.groups.findOne({ id })).subGroupCount, 2);
  await own.kc.groups.updateRoot({ id: children[0].id, name: "c" });
  assert.equal((await own.kc.groups.findOne({ id: children[0].id })).path, "/c");
});

test("groups are searched and counted", async () => {
  const prefix = unique("found");
  const { id } = await own.kc.groups.create({ name: `${prefix}-top` });
  await own.kc.groups.createChildGroup({ id }, { name: `${prefix}-child` });
  const found = await own.kc.groups.find({ search: `${prefix}-child` });
  assert.deepEqual([found.length, found[0].name, found[0].subGroups[0].name], [1, `${prefix}-top`, `${prefix}-child`]);
  assert.equal((await own.kc.groups.count({ search: prefix })).count, 2);
  assert.deepEqual(await own.kc.groups.find({ search: unique("none") }), []);
});

test("deleting a group deletes its children and frees its members", async () => {
  const { id } = await own.kc.groups.create({ name: unique("gone") });
  const child = await own.kc.groups.createChildGroup({ id }, { name: "child" });
  const user = await own.kc.users.create({ username: unique("member") });
  await own.kc.users.addToGroup({ id: user.id, groupId: child.id });
  await own.kc.groups.del({ id });
  await onEveryPod(() => own.kc.groups.findOne({ id: child.id }), (found) => assert.equal(found, null));
  assert.deepEqual(await own.kc.users.listGroups({ id: user.id }), []);
});

test("members are paged", async () => {
  const { id } = await own.kc.groups.create({ name: unique("crowd") });
  const prefix = unique("crowd");
  for (let i = 0; i < 5; i++) {
    const user = await own.kc.users.create({ username: `${prefix}-${i}` });
    await own.kc.users.addToGroup({ id: user.id, groupId: id });
  }
  const pages = [await own.kc.groups.listMembers({ id, first: 0, max: 3 }), await own.kc.groups.listMembers({ id, first: 3, max: 3 })];
  assert.deepEqual(pages.map((page) => page.length), [3, 2]);
  assert.deepEqual(names(pages.flat(), "username"), [0, 1, 2, 3, 4].map((i) => `${prefix}-${i}`));
});
