import assert from "node:assert/strict";
import { test } from "node:test";
import { loginClient, onEveryPod, ownRealm, personWhoCanLogIn, token } from "./pods.mjs";

const own = await ownRealm({ bruteForceProtected: true, failureFactor: 3, waitIncrementSeconds: 60, maxFailureWaitSeconds: 900, quickLoginCheckMilliSeconds: 0 });
const app = await loginClient(own.kc);
const logIn = (person, password = person.password) => token(own.realm, { grant_type: "password", client_id: app.clientId, username: person.username, password });

test("a user nobody guessed at is not locked", async () => {
  const { id } = await personWhoCanLogIn(own.kc);
  const status = await own.kc.attackDetection.findOne({ id });
  assert.deepEqual([status.numFailures, status.disabled, status.lastFailure, status.lastIPFailure], [0, false, 0, "n/a"]);
});

test("failures on all pods count together, lock the user everywhere, and are cleared everywhere", async () => {
  const person = await personWhoCanLogIn(own.kc);
  for (let i = 0; i < 4; i++) {
    await logIn(person, "wrong");
  }
  await onEveryPod(() => logIn(person), (answer) => assert.equal(answer.error, "invalid_grant"));
  await onEveryPod(() => own.kc.attackDetection.findOne({ id: person.id }), (status) => {
    assert.equal(status.disabled, true);
    assert.ok(status.numFailures >= 3);
    assert.notEqual(status.lastIPFailure, "n/a");
  });
  await own.kc.attackDetection.del({ id: person.id });
  await onEveryPod(() => logIn(person), (answer) => assert.equal(answer.status, 200));
  assert.equal((await own.kc.attackDetection.findOne({ id: person.id })).disabled, false);
});

test("all users are freed at once", async () => {
  const people = [await personWhoCanLogIn(own.kc), await personWhoCanLogIn(own.kc)];
  for (const person of people) {
    for (let i = 0; i < 4; i++) {
      await logIn(person, "wrong");
    }
    assert.equal((await logIn(person)).error, "invalid_grant");
  }
  await own.kc.attackDetection.delAll();
  for (const person of people) {
    assert.equal((await logIn(person)).status, 200);
  }
});
