import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, ownRealm, refused } from "./pods.mjs";

const own = await ownRealm();
const profile = { name: "strict", description: "secure clients", executors: [{ executor: "pkce-enforcer", configuration: { "auto-configure": true } }] };
const policy = { name: "everybody", description: "", enabled: true, conditions: [{ condition: "any-client", configuration: {} }], profiles: ["strict"] };

test("the global profiles are Keycloak's", async () => {
  const { globalProfiles, profiles } = await own.kc.clientPolicies.listProfiles({ includeGlobalProfiles: true });
  assert.deepEqual(profiles, []);
  for (const name of ["fapi-1-baseline", "fapi-1-advanced", "fapi-2-security-profile"]) {
    assert.ok(names(globalProfiles).includes(name), name);
  }
});

test("profiles are replaced as a whole", async () => {
  assert.equal(await own.kc.clientPolicies.createProfiles({ profiles: [profile] }), "");
  await onEveryPod(() => own.kc.clientPolicies.listProfiles({ includeGlobalProfiles: false }), ({ profiles }) => {
    assert.deepEqual(names(profiles), ["strict"]);
    assert.equal(profiles[0].executors[0].executor, "pkce-enforcer");
  });
});

test("policies are replaced as a whole", async () => {
  assert.equal(await own.kc.clientPolicies.updatePolicy({ policies: [policy] }), "");
  await onEveryPod(() => own.kc.clientPolicies.listPolicies(), ({ policies }) => assert.deepEqual([policies[0].name, policies[0].enabled, policies[0].profiles], ["everybody", true, ["strict"]]));
  await own.kc.clientPolicies.updatePolicy({ policies: [] });
  assert.deepEqual((await own.kc.clientPolicies.listPolicies()).policies, []);
});

test("a policy whose profile is not there is refused", async () => {
  await refused(own.kc.clientPolicies.updatePolicy({ policies: [{ ...policy, profiles: ["nope"] }] }), 400);
});
