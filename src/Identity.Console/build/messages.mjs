// Writes the console's texts, one file a language: [{key, value}], with what the language lacks left out.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { properties } from "./properties.mjs";

const from = new URL("../node_modules/@keycloakify/keycloak-admin-ui/keycloak-theme/admin/i18n/", import.meta.url);
const to = new URL("../../../artifacts/console/messages/", import.meta.url);

// "Keycloak" is this product, except where a text speaks of the other one: its adapters, a broker on one, and identifiers.
const others = /Keycloak ?\/ ?RH-SSO|external Keycloak|Keycloak OpenID|Keycloak( SAML)? adapter/i;
const branded = ([key, value]) => ({ key, value: others.test(value) || key.startsWith("theme.") ? value : value.replace(/\bKeycloak\b/g, "Identity") });

// What is being replaced is no whole build any more.
rmSync(new URL("../version", to), { force: true });
rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
const files = readdirSync(from).map((name) => /^messages_(\w+)\.properties$/.exec(name)).filter(Boolean);
const languages = files.map(([name, language]) => ({ name, tag: language.replaceAll("_", "-") }));

// Our own texts, in English: the welcome, and what the server says in the console (errors, names of clients and languages).
const own = JSON.parse(readFileSync(new URL("texts.json", import.meta.url), "utf8"));
// Realms can support more languages than the console speaks.
for (const tag of [...languages.map(({ tag }) => tag), "ar", "fa", "fi", "hr", "lv", "pt", "zh-CN", "zh-TW"]) {
  const [english, native] = ["en", tag].map((speaker) => new Intl.DisplayNames(speaker, { type: "language", languageDisplay: "standard" }).of(tag));
  own[`locale_${tag}`] = english === native ? english : `${english} (${native})`;
}

for (const { name, tag } of languages) {
  const texts = properties(readFileSync(new URL(name, from), "utf8"));
  const all = tag === "en" ? { ...texts, ...own } : texts;
  writeFileSync(new URL(`${tag}.json`, to), JSON.stringify(Object.entries(all).map(branded)));
}
