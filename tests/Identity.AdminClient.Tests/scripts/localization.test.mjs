import assert from "node:assert/strict";
import { test } from "node:test";
import { onEveryPod, ownRealm } from "./pods.mjs";

const own = await ownRealm({ internationalizationEnabled: true, supportedLocales: ["en", "de"], defaultLocale: "en" });
const texts = (locale) => own.kc.realms.getRealmLocalizationTexts({ realm: own.realm, selectedLocale: locale });
const add = (key, value) => own.kc.realms.addLocalization({ realm: own.realm, selectedLocale: "de", key }, value);

test("a realm begins without texts of its own", async () => {
  assert.deepEqual(await own.kc.realms.getRealmSpecificLocales({ realm: own.realm }), []);
  assert.deepEqual(await texts("de"), {});
});

test("texts are added, changed and deleted, each step on another pod", async () => {
  assert.equal(await add("greeting", "Guten Tag, \u00dcberall"), "");
  await add("farewell", "Bis bald");
  await onEveryPod(() => texts("de"), (found) => assert.deepEqual(found, { greeting: "Guten Tag, \u00dcberall", farewell: "Bis bald" }));
  assert.deepEqual(await own.kc.realms.getRealmSpecificLocales({ realm: own.realm }), ["de"]);
  await add("greeting", "Hallo");
  assert.equal((await texts("de")).greeting, "Hallo");
  await own.kc.realms.deleteRealmLocalizationTexts({ realm: own.realm, selectedLocale: "de", key: "greeting" });
  assert.deepEqual(await texts("de"), { farewell: "Bis bald" });
  await own.kc.realms.deleteRealmLocalizationTexts({ realm: own.realm, selectedLocale: "de" });
  await onEveryPod(() => own.kc.realms.getRealmSpecificLocales({ realm: own.realm }), (locales) => assert.deepEqual(locales, []));
});

test("the realm keeps its languages", async () => {
  const realm = await own.kc.realms.findOne({ realm: own.realm });
  assert.deepEqual([realm.internationalizationEnabled, realm.supportedLocales.sort(), realm.defaultLocale], [true, ["de", "en"], "en"]);
});
