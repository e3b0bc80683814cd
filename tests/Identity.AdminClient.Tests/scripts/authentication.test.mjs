import assert from "node:assert/strict";
import { test } from "node:test";
import { names, onEveryPod, ownRealm, refused, unique } from "./pods.mjs";

const own = await ownRealm();
const auth = own.kc.authenticationManagement;

test("a new realm has Keycloak's flows and required actions", async () => {
  const flows = names(await auth.getFlows(), "alias");
  for (const alias of ["browser", "clients", "direct grant", "docker auth", "first broker login", "registration", "reset credentials"]) {
    assert.ok(flows.includes(alias), alias);
  }
  const actions = names(await auth.getRequiredActions(), "alias");
  for (const alias of ["CONFIGURE_TOTP", "UPDATE_PASSWORD", "UPDATE_PROFILE", "VERIFY_EMAIL", "delete_credential"]) {
    assert.ok(actions.includes(alias), alias);
  }
});

test("the kinds of steps are listed", async () => {
  assert.ok(names(await auth.getAuthenticatorProviders(), "id").includes("auth-username-password-form"));
  assert.ok(names(await auth.getClientAuthenticatorProviders(), "id").includes("client-secret"));
  assert.ok(names(await auth.getFormActionProviders(), "id").includes("registration-user-creation"));
  assert.ok(names(await auth.getFormProviders(), "id").includes("registration-page-form"));
});

test("a flow is made, filled, ordered, copied and deleted, each step on another pod", async () => {
  const alias = unique("flow");
  const { id } = await auth.createFlow({ alias, description: "mine", providerId: "basic-flow", topLevel: true, builtIn: false });
  assert.deepEqual([(await auth.getFlow({ flowId: id })).alias, (await auth.getFlow({ flowId: id })).builtIn], [alias, false]);
  await refused(auth.createFlow({ alias, providerId: "basic-flow", topLevel: true }), 409);
  await auth.addExecutionToFlow({ flow: alias, provider: "auth-cookie" });
  await auth.addExecutionToFlow({ flow: alias, provider: "auth-username-password-form" });
  await auth.addFlowToFlow({ flow: alias, alias: `${alias}-sub`, type: "basic-flow", description: "below", provider: "registration-page-form" });
  const executions = await auth.getExecutions({ flow: alias });
  assert.deepEqual(executions.map((execution) => execution.providerId ?? execution.displayName), ["auth-cookie", "auth-username-password-form", `${alias}-sub`]);
  await auth.updateExecution({ flow: alias }, { ...executions[0], requirement: "ALTERNATIVE" });
  assert.equal((await auth.getExecutions({ flow: alias }))[0].requirement, "ALTERNATIVE");
  await auth.lowerPriorityExecution({ id: executions[0].id });
  assert.deepEqual((await auth.getExecutions({ flow: alias })).map((execution) => execution.providerId), ["auth-username-password-form", "auth-cookie", undefined]);
  await auth.raisePriorityExecution({ id: executions[0].id });
  assert.equal((await auth.getExecutions({ flow: alias }))[0].providerId, "auth-cookie");
  await auth.copyFlow({ flow: alias, newName: `${alias}-copy` });
  assert.equal((await auth.getExecutions({ flow: `${alias}-copy` })).length, 3);
  await auth.delExecution({ id: executions[0].id });
  assert.equal((await auth.getExecutions({ flow: alias })).length, 2);
  await auth.deleteFlow({ flowId: id });
  await onEveryPod(() => auth.getFlows(), (flows) => assert.ok(!names(flows, "alias").includes(alias)));
});

test("a built-in flow is not deleted", async () => {
  const browser = (await auth.getFlows()).find((flow) => flow.alias === "browser");
  await refused(auth.deleteFlow({ flowId: browser.id }), 400);
});

test("a step is configured", async () => {
  const alias = unique("configured");
  await auth.createFlow({ alias, providerId: "basic-flow", topLevel: true, builtIn: false });
  await auth.addExecutionToFlow({ flow: alias, provider: "identity-provider-redirector" });
  const [execution] = await auth.getExecutions({ flow: alias });
  const { id } = await auth.createConfig({ id: execution.id, alias: unique("config"), config: { defaultProvider: "one" } });
  assert.equal((await auth.getConfig({ id })).config.defaultProvider, "one");
  await auth.updateConfig({ id, alias: "changed", config: { defaultProvider: "two" } });
  assert.equal((await auth.getConfig({ id })).config.defaultProvider, "two");
  assert.equal((await auth.getExecutions({ flow: alias }))[0].authenticationConfig, id);
  await auth.delConfig({ id });
  assert.equal((await auth.getExecutions({ flow: alias }))[0].authenticationConfig, undefined);
  assert.equal((await auth.getConfigDescription({ providerId: "identity-provider-redirector" })).providerId, "identity-provider-redirector");
});

test("a required action is changed, ordered, taken away and registered again", async () => {
  const alias = "TERMS_AND_CONDITIONS";
  const action = await auth.getRequiredActionForAlias({ alias });
  await auth.updateRequiredAction({ alias }, { ...action, enabled: true, defaultAction: true });
  const changed = await auth.getRequiredActionForAlias({ alias });
  assert.deepEqual([changed.enabled, changed.defaultAction], [true, true]);
  await auth.updateRequiredAction({ alias }, { ...changed, enabled: false, defaultAction: false });
  const place = async () => (await auth.getRequiredActions()).findIndex((found) => found.alias === "UPDATE_PASSWORD");
  const first = await place();
  await auth.raiseRequiredActionPriority({ alias: "UPDATE_PASSWORD" });
  assert.equal(await place(), first - 1);
  await auth.lowerRequiredActionPriority({ alias: "UPDATE_PASSWORD" });
  assert.equal(await place(), first);
  await auth.deleteRequiredAction({ alias });
  const [unregistered] = (await auth.getUnregisteredRequiredActions()).filter((found) => found.providerId === alias);
  await auth.registerRequiredAction({ providerId: unregistered.providerId, name: unregistered.name });
  await onEveryPod(() => auth.getRequiredActions(), (actions) => assert.ok(names(actions, "alias").includes(alias)));
});

test("the realm's flows are bound to others", async () => {
  const alias = unique("bound");
  await auth.copyFlow({ flow: "browser", newName: alias });
  await own.kc.realms.update({ realm: own.realm }, { browserFlow: alias });
  await onEveryPod(() => own.kc.realms.findOne({ realm: own.realm }), (realm) => assert.equal(realm.browserFlow, alias));
});
