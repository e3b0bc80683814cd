import assert from "node:assert/strict";
import { test } from "node:test";
import { loginClient, names, onEveryPod, ownRealm, personWhoCanLogIn, refused, token, unique } from "./pods.mjs";

const own = await ownRealm();

test("a user is created, read, changed and deleted, each step on another pod", async () => {
  const { id } = await own.kc.users.create({ username: "Ada", email: "Ada@Example.org", firstName: "Ada", lastName: "Lovelace", enabled: true });
  let user = await own.kc.users.findOne({ id });
  assert.deepEqual([user.username, user.email, user.emailVerified, user.totp], ["ada", "ada@example.org", false, false]);
  assert.ok(user.createdTimestamp > 0);
  for (const lastName of ["King", "Byron", "Lovelace"]) {
    await own.kc.users.update({ id }, { ...user, lastName });
    user = await own.kc.users.findOne({ id });
    assert.equal(user.lastName, lastName);
  }
  await own.kc.users.del({ id });
  await onEveryPod(() => own.kc.users.findOne({ id }), (found) => assert.equal(found, null));
  await refused(own.kc.users.del({ id }), 404);
});

test("names and addresses are taken once", async () => {
  const username = unique("twin");
  await own.kc.users.create({ username, email: `${username}@example.org` });
  await refused(own.kc.users.create({ username }), 409, /User exists with same username/);
  await refused(own.kc.users.create({ username: unique("other"), email: `${username}@example.org` }), 409, /User exists with same email/);
});

test("what the profile does not allow is refused", async () => {
  await refused(own.kc.users.create({ username: "a<b>" }), 400);
  await refused(own.kc.users.create({ username: unique("bad"), email: "not an address" }), 400);
  await refused(own.kc.users.create({}), 400);
});

test("users are searched, paged and counted", async () => {
  const prefix = unique("many");
  for (let i = 0; i < 7; i++) {
    await own.kc.users.create({ username: `${prefix}-${i}`, lastName: i % 2 ? "Odd" : "Even", enabled: i < 5 });
  }
  assert.equal((await own.kc.users.find({ search: prefix })).length, 7);
  assert.equal(await own.kc.users.count({ search: prefix }), 7);
  const pages = [await own.kc.users.find({ search: prefix, first: 0, max: 3 }), await own.kc.users.find({ search: prefix, first: 3, max: 3 }), await own.kc.users.find({ search: prefix, first: 6, max: 3 })];
  assert.deepEqual(pages.map((page) => page.length), [3, 3, 1]);
  assert.equal(new Set(pages.flat().map((user) => user.id)).size, 7);
  assert.equal((await own.kc.users.find({ username: `${prefix}-1`, exact: true })).length, 1);
  assert.equal((await own.kc.users.find({ username: prefix, exact: true })).length, 0);
  assert.equal((await own.kc.users.find({ search: prefix, enabled: false })).length, 2);
  assert.equal((await own.kc.users.find({ username: prefix, lastName: "Odd" })).length, 3);
  const [brief] = await own.kc.users.find({ username: `${prefix}-1`, briefRepresentation: true });
  assert.equal(brief.requiredActions, undefined);
});

test("attributes outside the profile need the policy, and can be searched", async () => {
  const profile = await own.kc.users.getProfile();
  await own.kc.users.updateProfile({ ...profile, unmanagedAttributePolicy: "ENABLED" });
  assert.equal((await own.kc.users.getProfile()).unmanagedAttributePolicy, "ENABLED");
  const username = unique("attributes");
  const { id } = await own.kc.users.create({ username, attributes: { team: ["red", "blue"], floor: "3" } });
  const user = await own.kc.users.findOne({ id });
  assert.deepEqual(user.attributes, { team: ["red", "blue"], floor: ["3"] });
  assert.deepEqual((await own.kc.users.find({ q: "floor:3" })).map((found) => found.id), [id]);
  assert.deepEqual(await own.kc.users.getUnmanagedAttributes({ id }), { team: ["red", "blue"], floor: ["3"] });
  const meta = await own.kc.users.findOne({ id, userProfileMetadata: true });
  assert.ok(meta.userProfileMetadata.attributes.some((attribute) => attribute.name === "email"));
});

test("a password is set, used, labelled and deleted", async () => {
  const { clientId } = await loginClient(own.kc);
  const person = await personWhoCanLogIn(own.kc);
  const logIn = (password) => token(own.realm, { grant_type: "password", client_id: clientId, username: person.username, password });
  assert.equal((await logIn(person.password)).status, 200);
  await own.kc.users.resetPassword({ id: person.id, credential: { type: "password", value: "secret-2", temporary: false } });
  assert.equal((await logIn(person.password)).error, "invalid_grant");
  assert.equal((await logIn("secret-2")).status, 200);
  const [credential] = await own.kc.users.getCredentials({ id: person.id });
  assert.equal(credential.type, "password");
  assert.equal(credential.secretData, undefined);
  await own.kc.users.updateCredentialLabel({ id: person.id, credentialId: credential.id }, "at the desk");
  assert.equal((await own.kc.users.getCredentials({ id: person.id }))[0].userLabel, "at the desk");
  await own.kc.users.deleteCredential({ id: person.id, credentialId: credential.id });
  assert.deepEqual(await own.kc.users.getCredentials({ id: person.id }), []);
  assert.equal((await logIn("secret-2")).error, "invalid_grant");
});

test("a temporary password asks for another", async () => {
  const { clientId } = await loginClient(own.kc);
  const person = await personWhoCanLogIn(own.kc);
  await own.kc.users.resetPassword({ id: person.id, credential: { type: "password", value: "secret-3", temporary: true } });
  assert.deepEqual((await own.kc.users.findOne({ id: person.id })).requiredActions, ["UPDATE_PASSWORD"]);
  const answer = await token(own.realm, { grant_type: "password", client_id: clientId, username: person.username, password: "secret-3" });
  assert.deepEqual([answer.status, answer.error_description], [400, "Account is not fully set up"]);
});

test("a disabled user is logged out of every pod", async () => {
  const { clientId } = await loginClient(own.kc);
  const person = await personWhoCanLogIn(own.kc);
  const tokens = await token(own.realm, { grant_type: "password", client_id: clientId, username: person.username, password: person.password });
  await own.kc.users.update({ id: person.id }, { enabled: false });
  await onEveryPod(() => token(own.realm, { grant_type: "refresh_token", client_id: clientId, refresh_token: tokens.refresh_token }), (answer) => assert.equal(answer.error, "invalid_grant"));
});

test("groups are joined and left", async () => {
  const [one, two] = [await own.kc.groups.create({ name: unique("one") }), await own.kc.groups.create({ name: unique("two") })];
  const { id } = await own.kc.users.create({ username: unique("member") });
  await own.kc.users.addToGroup({ id, groupId: one.id });
  await own.kc.users.addToGroup({ id, groupId: two.id });
  assert.deepEqual(names(await own.kc.users.listGroups({ id }), "id"), [one.id, two.id].sort());
  assert.deepEqual(await own.kc.users.countGroups({ id }), { count: 2 });
  assert.deepEqual(names(await own.kc.groups.listMembers({ id: one.id }), "id"), [id]);
  await own.kc.users.delFromGroup({ id, groupId: one.id });
  assert.deepEqual(names(await own.kc.users.listGroups({ id }), "id"), [two.id]);
  assert.deepEqual(await own.kc.groups.listMembers({ id: one.id }), []);
});

test("an empty account has no identities, consents or sessions", async () => {
  const { id } = await own.kc.users.create({ username: unique("empty") });
  assert.deepEqual(await own.kc.users.listFederatedIdentities({ id }), []);
  assert.deepEqual(await own.kc.users.listConsents({ id }), []);
  assert.deepEqual(await own.kc.users.listSessions({ id }), []);
  assert.deepEqual(await own.kc.users.getUserStorageCredentialTypes({ id }), []);
});
