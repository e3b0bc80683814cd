import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, names, onEveryPod, pods, refused } from "./pods.mjs";

const kc = await connect();

test("each pod says which Keycloak it stands for", async () => {
  await onEveryPod(() => kc.serverInfo.find(), (info) => {
    assert.match(info.systemInfo.version, /^26\./);
    for (const member of ["themes", "providers", "protocolMapperTypes", "builtinProtocolMappers", "clientInstallations", "componentTypes", "passwordPolicies", "enums", "profileInfo", "features"]) {
      assert.ok(info[member], member);
    }
  });
});

test("messages of a theme are given by language", async () => {
  await onEveryPod(() => kc.serverInfo.findEffectiveMessageBundles({ realm: "master", theme: "keycloak.v2", themeType: "admin", locale: "en" }), (messages) => {
    assert.ok(names(messages, "key").includes("save"));
  });
});

test("the administrator is asked for", async () => {
  for (const pod of pods) {
    assert.equal((await fetch(`${pod}/admin/realms`)).status, 401);
    assert.equal((await fetch(`${pod}/admin/serverinfo`, { headers: { Authorization: "Bearer x.y.z" } })).status, 401);
  }
});

test("the realm master is not deleted", async () => {
  await refused(kc.realms.del({ realm: "master" }), 400);
});
