using System.Text;
using Identity.Fuzz.Bed;

namespace Identity.Fuzz.Inputs;

/// <summary>Requests to everything else: the protocol's endpoints, pages, the console, and the management port.</summary>
internal static class ProtocolInputs
{
    private const string Protocol = "/protocol/openid-connect";
    private const string Callback = "http://localhost:9999/callback";

    // A value in braces is one of the bed's secrets.
    private static readonly (string Method, string Path, (string Name, string Value)[] Parameters)[] s_all =
    [
        ("GET", $"{Protocol}/auth", [("response_type", "code"), ("client_id", "shop"), ("redirect_uri", Callback), ("scope", "openid"), ("state", "s"), ("nonce", "n"), ("prompt", "login"), ("max_age", "1"), ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"), ("login_hint", "alice"), ("ui_locales", "de"), ("acr_values", "1"), ("claims", "{}"), ("response_mode", "query"), ("id_token_hint", "{id}")]),
        ("POST", $"{Protocol}/auth", [("response_type", "code"), ("client_id", "shop"), ("redirect_uri", Callback), ("scope", "openid"), ("state", "s"), ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), ("code_challenge_method", "S256"), ("response_mode", "form_post")]),
        ("POST", $"{Protocol}/token", [("grant_type", "password"), ("client_id", "admin-cli"), ("username", "alice"), ("password", "alice-password"), ("scope", "openid profile"), ("totp", "123456")]),
        ("POST", $"{Protocol}/token", [("grant_type", "client_credentials"), ("client_id", "billing"), ("client_secret", "billing-secret"), ("scope", "profile")]),
        ("POST", $"{Protocol}/token", [("grant_type", "refresh_token"), ("client_id", "admin-cli"), ("refresh_token", "{refresh}"), ("scope", "openid")]),
        ("POST", $"{Protocol}/token", [("grant_type", "authorization_code"), ("client_id", "shop"), ("code", "a.b.c"), ("redirect_uri", Callback), ("code_verifier", "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv")]),
        ("POST", $"{Protocol}/token", [("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJiaWxsaW5nIiwic3ViIjoiYmlsbGluZyJ9.x")]),
        ("GET", $"{Protocol}/userinfo", [("access_token", "{access}")]),
        ("POST", $"{Protocol}/userinfo", [("access_token", "{access}")]),
        ("POST", $"{Protocol}/token/introspect", [("client_id", "billing"), ("client_secret", "billing-secret"), ("token", "{access}"), ("token_type_hint", "access_token")]),
        ("POST", $"{Protocol}/revoke", [("client_id", "admin-cli"), ("token", "{access}"), ("token_type_hint", "access_token")]),
        ("GET", $"{Protocol}/logout", [("id_token_hint", "{id}"), ("post_logout_redirect_uri", Callback), ("state", "s"), ("client_id", "shop"), ("ui_locales", "de")]),
        ("POST", $"{Protocol}/logout", [("client_id", "admin-cli"), ("refresh_token", "not-it")]),
        ("POST", $"{Protocol}/logout/logout-confirm", [("session_code", "x"), ("client_id", "shop"), ("tab_id", "t")]),
        ("GET", $"{Protocol}/login-status-iframe.html/init", [("client_id", "shop"), ("origin", "http://localhost:9999")]),
        ("GET", $"{Protocol}/login-status-iframe.html", [("version", "1")]),
        ("GET", $"{Protocol}/3p-cookies/step1.html", []),
        ("GET", $"{Protocol}/3p-cookies/step2.html", []),
        ("GET", $"{Protocol}/certs", []),
        ("GET", "/.well-known/openid-configuration", []),
        ("GET", "", []),
        ("GET", "/login-actions/authenticate", [("session_code", "x"), ("execution", "e"), ("client_id", "shop"), ("tab_id", "t"), ("client_data", "e30")]),
        ("POST", "/login-actions/authenticate", [("session_code", "x"), ("username", "alice"), ("password", "p"), ("credentialId", ""), ("rememberMe", "on")]),
        ("POST", "/login-actions/one-time-code", [("session_code", "x"), ("otp", "123456")]),
        ("POST", "/login-actions/required-action", [("session_code", "x"), ("execution", "UPDATE_PROFILE"), ("firstName", "a")]),
        ("POST", "/login-actions/consent", [("session_code", "x"), ("accept", "yes")]),
        ("GET", "/login-actions/action-token", [("key", "eyJhbGciOiJIUzUxMiJ9.e30.x"), ("client_id", "shop")]),
        ("GET", "/login-actions/restart", [("client_id", "shop"), ("tab_id", "t")]),
    ];

    private static readonly string[] s_registration = ["/clients-registrations/openid-connect", "/clients-registrations/default", "/clients-registrations/openid-connect/shop", "/clients-registrations/default/shop", "/clients-registrations/install/shop"];

    private static readonly string[] s_whole =
        ["/admin/{r}/console/", "/resources/{r}/admin/en", "/resources/{r}/login/de", "/", "/admin", "/admin/", "/js/keycloak.js", "/realms/{r}/broker/x/endpoint", "/realms/{r}/account", "/.well-known/oauth-authorization-server/realms/{r}", "/admin/openapi.json", "/admin/serverinfo", "/resources/x/y/z"];

    public static FuzzInput Next(FuzzBed bed, Random random)
    {
        var realm = random.Next(30) == 0 ? Mutation.Encoded(Values.Text(random) is { Length: > 2000 } text ? text[..2000] : Values.Text(random), random) : FuzzBed.Realm;
        switch (random.Next(20))
        {
            case < 3:
                var registration = s_registration[random.Next(s_registration.Length)];
                var method = random.Next(4) switch { 0 => "GET", 1 => "PUT", 2 => "DELETE", _ => "POST" };
                return new FuzzInput($"{method} {registration}", method, $"/realms/{realm}{registration}", method is "GET" or "DELETE" ? null : "application/json", method is "GET" or "DELETE" ? null : Registration(bed, random), random.Next(4) == 0 ? null : "admin");
            case 3:
                var whole = s_whole[random.Next(s_whole.Length)];
                return new FuzzInput($"GET {whole}", "GET", $"{whole.Replace("{r}", realm, StringComparison.Ordinal)}?{Mutation.Parameters([("a", "b")], random)}", null, null, null);
        }

        var one = s_all[random.Next(s_all.Length)];
        var parameters = Mutation.Parameters([.. one.Parameters.Select(parameter => (parameter.Name, parameter.Value is ['{', .. var name, '}'] && bed.Secrets.TryGetValue(name, out var secret) ? secret : parameter.Value))], random);
        var route = $"{one.Method} /realms/{{realm}}{one.Path}";
        var authorization = random.Next(10) switch { 0 => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Values.Text(random) is { Length: > 500 } ? "a:b" : Values.Text(random))), 1 => "Bearer " + bed.Secrets["access"], 2 => "Basic %%", 3 => "DPoP x", _ => null };
        return one.Method == "GET"
            ? new FuzzInput(route, "GET", $"/realms/{realm}{one.Path}?{parameters}", null, null, authorization)
            : new FuzzInput(route, "POST", $"/realms/{realm}{one.Path}", random.Next(20) == 0 ? "application/json" : "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(parameters), authorization);
    }

    private static byte[] Registration(FuzzBed bed, Random random) => Mutation.Body(
        System.Text.Json.Nodes.JsonNode.Parse("""
            {"redirect_uris":["http://a.example/cb"],"client_name":"x","grant_types":["authorization_code"],"response_types":["code"],"token_endpoint_auth_method":"client_secret_basic","jwks":{"keys":[{"kty":"RSA","n":"x","e":"AQAB"}]},"jwks_uri":"http://a.example/k","contacts":["a"],"post_logout_redirect_uris":["http://a.example"],"backchannel_logout_uri":"http://a.example/b","default_acr_values":["1"],"subject_type":"public","scope":"openid"}
            """),
        random);
}
