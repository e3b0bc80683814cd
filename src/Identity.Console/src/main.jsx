// Hosts Keycloak's admin console as it is published: routing, texts and styles are what its package expects from a host.
import "@patternfly/react-core/dist/styles/base.css";
import "@patternfly/patternfly/patternfly-addons.css";
import "@keycloak/keycloak-admin-ui/styles.css";
import "./main.css";

import { AdminUi, KeycloakProvider, routes } from "@keycloak/keycloak-admin-ui";
import i18next from "i18next";
import FetchBackend from "i18next-fetch-backend";
import { createRoot } from "react-dom/client";
import { initReactI18next } from "react-i18next";
import { createHashRouter, RouterProvider } from "react-router-dom";

const environment = JSON.parse(document.getElementById("environment").textContent);

const dark = matchMedia("(prefers-color-scheme: dark)");
const followColours = () => document.documentElement.classList.toggle("pf-v5-theme-dark", dark.matches);
dark.addEventListener("change", followColours);
followColours();

await i18next.use(FetchBackend).use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  keySeparator: ".",
  nsSeparator: false,
  interpolation: { escapeValue: false },
  // The console reads the texts of each realm that it shows: a namespace is a realm's name.
  ns: [encodeURIComponent(environment.realm)],
  defaultNS: [encodeURIComponent(environment.realm)],
  backend: {
    loadPath: `${environment.adminBaseUrl}/resources/{{ns}}/admin/{{lng}}`,
    parse: (texts) => Object.fromEntries(JSON.parse(texts).map(({ key, value }) => [key, value])),
  },
});

const router = createHashRouter([
  { path: "/", element: <KeycloakProvider environment={environment}><AdminUi /></KeycloakProvider>, children: routes },
]);
createRoot(document.getElementById("app")).render(<RouterProvider router={router} />);
