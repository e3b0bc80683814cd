using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Testing.Processes;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>A realm with one of everything, a session and events, and the addresses in the console of what stands in lists behind others.</summary>
internal sealed class FurnishedRealm : IDisposable
{
    public const string Name = "furnished";

    private static readonly JsonSerializerOptions AsKeycloak = new(JsonSerializerDefaults.Web);
    private readonly HttpClient _http;

    private FurnishedRealm(HttpClient http) => _http = http;

    /// <summary>Where to begin; the rest is found by links.</summary>
    public required IReadOnlyList<string> Beginnings { get; init; }

    public static async Task<FurnishedRealm> CreateAsync(string server)
    {
        var http = new HttpClient { BaseAddress = new Uri(server) };
        var admin = await TokenAsync(http, "master", "admin-cli", DevServer.Administrator.Name, DevServer.Administrator.Password);
        http.DefaultRequestHeaders.Authorization = new("Bearer", admin);
        (await http.PostAsync("/admin/realms", new StringContent(Content, Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
        var realm = $"/admin/realms/{Name}";
        var client = await IdAsync(http, $"{realm}/clients?clientId=shop");
        var user = await IdAsync(http, $"{realm}/users?username=ann");
        await TokenAsync(http, Name, "shop", "ann", "ann-password", ("client_secret", "shop-secret"));
        (await http.PostAsync($"{realm}/client-scopes", new StringContent(Scope, Encoding.UTF8, "application/json"))).EnsureSuccessStatusCode();
        (await http.PostAsync($"{realm}/clients-initial-access", JsonContent.Create(new { count = 2, expiration = 3600 }, options: AsKeycloak))).EnsureSuccessStatusCode();
        (await http.PutAsync($"{realm}/users/{user}", JsonContent.Create(new { firstName = "Anne" }, options: AsKeycloak))).EnsureSuccessStatusCode();
        var beginnings = new List<string>
        {
            "", "/realms",
            $"/clients/{client}/settings",
            $"/clients/{client}/clientScopes/dedicated",
            $"/clients/{client}/roles/{await IdAsync(http, $"{realm}/clients/{client}/roles")}/details",
            $"/client-scopes/{await IdAsync(http, $"{realm}/client-scopes", scope => scope["name"]!.GetValue<string>() == "team")}/settings",
            $"/roles/{await IdAsync(http, $"{realm}/roles?search=chief")}/details",
            $"/groups/{await IdAsync(http, $"{realm}/groups")}",
            $"/users/{user}/settings",
        };
        return new FurnishedRealm(http) { Beginnings = beginnings };
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> IdAsync(HttpClient http, string list, Func<JsonNode, bool>? wanted = null) =>
        (await http.GetFromJsonAsync<JsonArray>(list))!.First(item => wanted?.Invoke(item!) ?? true)!["id"]!.GetValue<string>();

    private static async Task<string> TokenAsync(HttpClient http, string realm, string client, string user, string password, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "password", ["scope"] = "openid", ["client_id"] = client, ["username"] = user, ["password"] = password };
        foreach (var (name, value) in more)
        {
            form[name] = value;
        }

        var answer = await http.PostAsync($"/realms/{realm}/protocol/openid-connect/token", new FormUrlEncodedContent(form));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
    }

    // On its own: a realm that is made with scopes gets no others.
    private const string Scope =
        """
        {
          "name": "team", "protocol": "openid-connect",
          "protocolMappers": [
            {
              "name": "team", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper",
              "config": { "claim.name": "team", "claim.value": "red", "jsonType.label": "String", "access.token.claim": "true" }
            }
          ]
        }
        """;

    private const string Content =
        """
        {
          "realm": "furnished", "enabled": true, "eventsEnabled": true, "adminEventsEnabled": true, "adminEventsDetailsEnabled": true,
          "internationalizationEnabled": true, "supportedLocales": ["en", "de"], "defaultLocale": "en",
          "roles": {
            "realm": [
              { "name": "clerk", "description": "sits" },
              { "name": "chief", "attributes": { "floor": ["3"] }, "composites": { "realm": ["clerk"], "client": { "shop": ["seller"] } } }
            ],
            "client": { "shop": [{ "name": "seller", "description": "sells" }] }
          },
          "clients": [
            {
              "clientId": "shop", "name": "Shop", "secret": "shop-secret", "publicClient": false, "serviceAccountsEnabled": true,
              "directAccessGrantsEnabled": true, "redirectUris": ["http://localhost:9/*"],
              "protocolMappers": [
                {
                  "name": "colour", "protocol": "openid-connect", "protocolMapper": "oidc-usermodel-attribute-mapper",
                  "config": { "user.attribute": "colour", "claim.name": "colour", "jsonType.label": "String", "access.token.claim": "true" }
                }
              ]
            },
            { "clientId": "app", "publicClient": true, "consentRequired": true, "redirectUris": ["http://localhost:9/*"] }
          ],
          "groups": [{ "name": "house", "attributes": { "street": ["High"] }, "realmRoles": ["clerk"], "subGroups": [{ "name": "kitchen" }] }],
          "users": [
            {
              "username": "ann", "email": "ann@example.com", "firstName": "Ann", "lastName": "Lee", "enabled": true, "emailVerified": true,
              "credentials": [{ "type": "password", "value": "ann-password" }], "groups": ["/house"], "realmRoles": ["chief"],
              "clientRoles": { "shop": ["seller"] }
            }
          ]
        }
        """;
}
