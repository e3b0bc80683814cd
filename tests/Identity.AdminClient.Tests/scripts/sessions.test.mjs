import assert from "node:assert/strict";
import { test } from "node:test";
import { loginClient, onEveryPod, ownRealm, personWhoCanLogIn, refused, token } from "./pods.mjs";

const own = await ownRealm();
const app = await loginClient(own.kc);

const logIn = (person, scope = "openid") => token(own.realm, { grant_type: "password", client_id: app.clientId, username: person.username, password: person.password, scope });
const refresh = (tokens) => token(own.realm, { grant_type: "refresh_token", client_id: app.clientId, refresh_token: tokens.refresh_token });

test("a session is shown at the user and at the client, on every pod", async () => {
  const person = await personWhoCanLogIn(own.kc);
  const tokens = await logIn(person);
  await onEveryPod(() => own.kc.users.listSessions({ id: person.id }), (sessions) => {
    assert.equal(sessions.length, 1);
    assert.deepEqual([sessions[0].id, sessions[0].username, sessions[0].userId], [tokens.session_state, person.username, person.id]);
    assert.deepEqual(sessions[0].clients, { [app.id]: app.clientId });
    assert.ok(sessions[0].start > 1e12);
  });
  const all = await own.kc.clients.listSessions({ id: app.id, first: 0, max: 100 });
  assert.ok(all.some((session) => session.id === tokens.session_state));
  assert.ok((await own.kc.clients.getSessionCount({ id: app.id })).count >= 1);
  assert.ok((await own.kc.realms.getClientSessionStats({ realm: own.realm })).some((stats) => stats.clientId === app.clientId && Number(stats.active) >= 1));
});

test("an ended session serves no pod", async () => {
  const person = await personWhoCanLogIn(own.kc);
  const [kept, ended] = [await logIn(person), await logIn(person)];
  await own.kc.realms.deleteSession({ realm: own.realm, session: ended.session_state, isOffline: false });
  await onEveryPod(() => refresh(ended), (answer) => assert.equal(answer.error, "invalid_grant"));
  await onEveryPod(() => refresh(kept), (answer) => assert.equal(answer.status, 200));
  await refused(own.kc.realms.deleteSession({ realm: own.realm, session: ended.session_state, isOffline: false }), 404);
});

test("logging a user out ends all of the user's sessions", async () => {
  const person = await personWhoCanLogIn(own.kc);
  const tokens = [await logIn(person), await logIn(person), await logIn(person)];
  assert.equal((await own.kc.users.listSessions({ id: person.id })).length, 3);
  await own.kc.users.logout({ id: person.id });
  assert.deepEqual(await own.kc.users.listSessions({ id: person.id }), []);
  for (const one of tokens) {
    assert.equal((await refresh(one)).error, "invalid_grant");
  }
});

test("offline sessions are shown, counted and revoked with the consent", async () => {
  const person = await personWhoCanLogIn(own.kc);
  const tokens = await logIn(person, "openid offline_access");
  const [session] = await own.kc.users.listOfflineSessions({ id: person.id, clientId: app.id });
  assert.equal(session.userId, person.id);
  assert.ok((await own.kc.clients.getOfflineSessionCount({ id: app.id })).count >= 1);
  assert.ok((await own.kc.clients.listOfflineSessions({ id: app.id, first: 0, max: 100 })).some((found) => found.userId === person.id));
  await own.kc.users.revokeConsent({ id: person.id, clientId: app.clientId });
  await onEveryPod(() => refresh(tokens), (answer) => assert.equal(answer.error, "invalid_grant"));
  assert.deepEqual(await own.kc.users.listOfflineSessions({ id: person.id, clientId: app.id }), []);
});

test("logging all out ends every session of the realm", async () => {
  const people = [await personWhoCanLogIn(own.kc), await personWhoCanLogIn(own.kc)];
  const tokens = [await logIn(people[0]), await logIn(people[1])];
  await own.kc.realms.logoutAll({ realm: own.realm });
  for (const one of tokens) {
    await onEveryPod(() => refresh(one), (answer) => assert.equal(answer.error, "invalid_grant"));
  }
  assert.deepEqual(await own.kc.users.listSessions({ id: people[0].id }), []);
});

test("not-before refuses older tokens", async () => {
  const person = await personWhoCanLogIn(own.kc);
  const tokens = await logIn(person);
  await own.kc.realms.update({ realm: own.realm }, { notBefore: Math.floor(Date.now() / 1000) + 60 });
  await onEveryPod(() => refresh(tokens), (answer) => assert.equal(answer.error, "invalid_grant"));
  await own.kc.realms.update({ realm: own.realm }, { notBefore: 0 });
});
