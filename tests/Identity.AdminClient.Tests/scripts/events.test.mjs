import assert from "node:assert/strict";
import { test } from "node:test";
import { loginClient, onEveryPod, ownRealm, personWhoCanLogIn, token, unique } from "./pods.mjs";

const own = await ownRealm();
const app = await loginClient(own.kc);
const person = await personWhoCanLogIn(own.kc);
const config = await own.kc.realms.getConfigEvents({ realm: own.realm });
await own.kc.realms.updateConfigEvents({ realm: own.realm }, { ...config, eventsEnabled: true, adminEventsEnabled: true, adminEventsDetailsEnabled: true, enabledEventTypes: [] });

const logIn = (password) => token(own.realm, { grant_type: "password", client_id: app.clientId, username: person.username, password });
const adminEvents = (query) => own.kc.realms.findAdminEvents({ realm: own.realm, ...query });

test("a new realm keeps no events", () => assert.deepEqual([config.eventsEnabled, config.adminEventsEnabled], [false, false]));

test("logins and failures are told on every pod", async () => {
  await logIn(person.password);
  await logIn("wrong");
  await onEveryPod(() => own.kc.realms.findEvents({ realm: own.realm, user: person.id }), (events) => {
    assert.deepEqual(events.map((event) => event.type), ["LOGIN_ERROR", "LOGIN"]);
    assert.deepEqual([events[0].error, events[0].clientId, events[1].realmId === events[0].realmId], ["invalid_user_credentials", app.clientId, true]);
  });
});

test("events are chosen by type, client and page", async () => {
  assert.deepEqual((await own.kc.realms.findEvents({ realm: own.realm, type: ["LOGIN"], client: app.clientId })).map((event) => event.type), ["LOGIN"]);
  assert.equal((await own.kc.realms.findEvents({ realm: own.realm, first: 0, max: 1 })).length, 1);
  assert.deepEqual(await own.kc.realms.findEvents({ realm: own.realm, client: unique("none") }), []);
});

test("every write of an administrator is told, with what was written", async () => {
  const name = unique("told");
  await own.kc.roles.create({ name, description: "told" });
  await own.kc.roles.updateByName({ name }, { name, description: "retold" });
  await own.kc.roles.delByName({ name });
  await onEveryPod(() => adminEvents({ resourcePath: "*" + name + "*" }).then((events) => events.filter((event) => event.resourcePath.includes(name))), (events) => {
    assert.deepEqual(events.map((event) => event.operationType), ["DELETE", "UPDATE", "CREATE"]);
  });
  const [created] = (await adminEvents({ operationTypes: ["CREATE"], resourceTypes: ["REALM_ROLE"] })).filter((event) => event.resourcePath.includes(name));
  assert.equal(created.resourceType, "REALM_ROLE");
  assert.equal(JSON.parse(created.representation).description, "told");
  assert.ok(created.authDetails.userId && created.authDetails.ipAddress);
});

test("passwords are in no event", async () => {
  await own.kc.users.resetPassword({ id: person.id, credential: { type: "password", value: "unspoken-secret", temporary: false } });
  const events = await adminEvents({});
  assert.ok(events.length > 0);
  assert.ok(!JSON.stringify(events).includes("unspoken-secret"));
});

test("a refused write is no event", async () => {
  const before = (await adminEvents({ resourceTypes: ["USER"], operationTypes: ["CREATE"] })).length;
  await own.kc.users.create({ username: person.username }).catch(() => undefined);
  assert.equal((await adminEvents({ resourceTypes: ["USER"], operationTypes: ["CREATE"] })).length, before);
});

test("events are cleared", async () => {
  await own.kc.realms.clearEvents({ realm: own.realm });
  await onEveryPod(() => own.kc.realms.findEvents({ realm: own.realm }), (events) => assert.deepEqual(events, []));
  await own.kc.realms.clearAdminEvents({ realm: own.realm });
  await onEveryPod(() => adminEvents({ operationTypes: ["CREATE"] }), (events) => assert.deepEqual(events, []));
});
