namespace Identity.Gateway.SessionStatus;

/// <summary>The scripts that client libraries load in hidden frames.</summary>
internal static class StatusScripts
{
    /// <summary>Sets a cookie by its answer's header, then asks for it back.</summary>
    public static StatusScript ThirdPartyStep1 { get; } = new("""location.replace("step2.html");""");

    public static StatusScript Supported { get; } = new("""parent.postMessage("supported", "*");""");

    public static StatusScript Unsupported { get; } = new("""parent.postMessage("unsupported", "*");""");

    /// <summary>OpenID Connect Session Management 1.0 section 3.2: a message is "client_id session_id"; the answer is unchanged,
    /// changed or error. Whether the sender's origin is one of the client's is asked once per client and origin. The cookie holds the session id's hash.</summary>
    public static StatusScript LoginStatus { get; } = new("""

        "use strict";
        const allowed = new Map();

        function ask(clientId, origin) {
          const key = clientId + " " + origin;
          if (!allowed.has(key) && allowed.size < 32) {
            const query = new URLSearchParams({ client_id: clientId, origin: origin });
            allowed.set(key, fetch(location.pathname + "/init?" + query, { credentials: "same-origin" })
              .then(response => response.status === 204)
              .catch(() => { allowed.delete(key); return false; }));
          }
          return allowed.get(key) || Promise.resolve(false);
        }

        async function hash(text) {
          const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
          return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        }

        function cookie() {
          const found = document.cookie.split("; ").find(part => part.startsWith("KEYCLOAK_SESSION="));
          return found ? found.slice("KEYCLOAK_SESSION=".length) : "";
        }

        async function check(data, origin) {
          const space = typeof data === "string" ? data.indexOf(" ") : -1;
          if (space < 1 || !(await ask(data.slice(0, space), origin))) {
            return "error";
          }
          const session = data.slice(space + 1);
          const current = cookie();
          if (session === "" || current === "") {
            return session === current ? "unchanged" : "changed";
          }
          return (await hash(session)) === current ? "unchanged" : "changed";
        }

        addEventListener("message", event => {
          if (!event.source || event.source === window) {
            return;
          }
          check(event.data, event.origin)
            .catch(() => "error")
            .then(answer => event.source.postMessage(answer, event.origin));
        });

        """);
}
