using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Fuzz.Bed;

/// <summary>A server of its own with a realm that is made anew before each batch, and what inputs need to be nearly right.</summary>
internal sealed class FuzzBed : IAsyncDisposable
{
    /// <summary>The realm that is attacked: acme under another name.</summary>
    public const string Realm = "fuzzed";

    private const string RealmId = "0f0f0f0f-2c07-4017-a3c2-ba83e64c858c";

    private readonly DevServer _server;
    private readonly string _realmFile;

    private FuzzBed(DevServer server, string realmFile) => (_server, _realmFile) = (server, realmFile);

    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = 32,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        Timeout = TimeSpan.FromSeconds(60),
    };

    public string Url => _server.Url;

    public string Management => _server.Management;

    public ServerProcess Process => _server.Process;

    public string Token { get; private set; } = "";

    /// <summary>What the OpenAPI document lists: method and path.</summary>
    public IReadOnlyList<(string Method, string Path, string? Schema, bool Many)> Routes { get; private set; } = [];

    /// <summary>The fields of each representation, by name.</summary>
    public JsonObject Schemas { get; private set; } = [];

    /// <summary>Good values of path parameters by the collection before them, for example users.</summary>
    public Dictionary<string, List<string>> Ids { get; } = new(StringComparer.Ordinal);

    /// <summary>Good bodies by path template.</summary>
    public Dictionary<string, JsonNode> Bodies { get; } = new(StringComparer.Ordinal);

    /// <summary>Tokens and codes that the protocol's inputs name by these names.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts one; the seed chooses which kind of proxy it believes.</summary>
    public static async Task<FuzzBed> StartAsync(int seed)
    {
        var file = (await File.ReadAllTextAsync(TestRealm.File))
            .Replace("\"realm\" : \"acme\"", $"\"realm\" : \"{Realm}\"", StringComparison.Ordinal)
            .Replace("271cbc45-2c07-4017-a3c2-ba83e64c858c", RealmId, StringComparison.Ordinal);
        var bed = new FuzzBed(await DevServer.StartAsync(_ => ["--proxy-headers", seed % 2 == 0 ? "xforwarded" : "forwarded"]), file);
        var document = (JsonObject)JsonNode.Parse(await bed.Http.GetStringAsync(new Uri($"{bed.Url}/admin/openapi.json")))!;
        bed.Schemas = (JsonObject)document["components"]!["schemas"]!;
        bed.Routes =
        [
            .. ((JsonObject)document["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(operation =>
            {
                var schema = operation.Value!["requestBody"]?["content"]?["application/json"]?["schema"];
                var reference = (string?)(schema?["$ref"] ?? schema?["items"]?["$ref"]);
                return (operation.Key.ToUpperInvariant(), path.Key, reference?.Split('/')[^1], schema?["items"] is not null);
            })),
        ];
        await bed.RenewAsync();
        return bed;
    }

    /// <summary>Makes the realm anew, removes others that inputs have made, and logs in again.</summary>
    public async Task RenewAsync()
    {
        Token = await TokenAsync("master", DevServer.Administrator.Name, DevServer.Administrator.Password, "access_token");
        foreach (var name in (await GetAsync("/admin/realms?briefRepresentation=true") as JsonArray ?? []).Select(realm => (string)realm!["realm"]!)
            .Where(name => name is not ("master" or TestRealm.Name or DevServer.HastyRealm)))
        {
            await DemandAsync("DELETE", $"/admin/realms/{Uri.EscapeDataString(name)}", null);
        }

        // An input may have removed the realm a moment ago: its name is free at once, its rows and with them its id a little later.
        await Eventually.TrueAsync(() => TryMakeRealmAsync(), "the realm is made anew", TimeSpan.FromSeconds(60));
        Token = await TokenAsync("master", DevServer.Administrator.Name, DevServer.Administrator.Password, "access_token");
        if (Ids.Count == 0)
        {
            await LearnAsync();
        }

        Secrets["refresh"] = await TokenAsync(Realm, TestRealm.User, TestRealm.Password, "refresh_token");
        Secrets["access"] = await TokenAsync(Realm, TestRealm.User, TestRealm.Password, "access_token");
        Secrets["id"] = await TokenAsync(Realm, TestRealm.User, TestRealm.Password, "id_token");
    }

    public async Task<JsonNode?> GetAsync(string path)
    {
        using var response = await SendAsync("GET", path, null);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode && text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }

    private async Task LearnAsync()
    {
        var realm = $"/admin/realms/{Realm}";
        foreach (var (name, path, field) in new[]
        {
            ("users", "users", "id"), ("groups", "groups", "id"), ("clients", "clients", "id"), ("client-scopes", "client-scopes", "id"), ("roles", "roles", "name"), ("roles-by-id", "roles", "id"),
            ("components", "components", "id"), ("flows", "authentication/flows", "id"), ("required-actions", "authentication/required-actions", "alias"),
            ("default-default-client-scopes", "client-scopes", "id"), ("default-optional-client-scopes", "client-scopes", "id"), ("optional-client-scopes", "client-scopes", "id"),
        })
        {
            Ids[name] = [.. ((await GetAsync($"{realm}/{path}")) as JsonArray ?? []).Select(item => (string?)item![field]).OfType<string>()];
        }

        Ids["executions"] = [.. ((await GetAsync($"{realm}/authentication/flows/browser/executions")) as JsonArray ?? []).Select(item => (string?)item!["id"]).OfType<string>()];
        foreach (var path in Routes.Where(route => route.Method is "GET").Select(route => route.Path).Distinct())
        {
            var random = new Random(1);
            if (await GetAsync(Filled(path, random, good: true)) is { } found)
            {
                Bodies[path] = found is JsonArray { Count: > 3 } many ? new JsonArray([.. many.Take(3).Select(item => item?.DeepClone())]) : found;
            }
        }
    }

    /// <summary>The path with good or bad values for its parameters.</summary>
    public string Filled(string path, Random random, bool good)
    {
        var parts = path.Split('/');
        for (var at = 1; at < parts.Length; at++)
        {
            if (!parts[at].StartsWith('{'))
            {
                continue;
            }

            var known = parts[at] == "{realm}" ? [Realm] : Ids.GetValueOrDefault(parts[at - 1]) is { Count: > 0 } ids ? ids : Ids.GetValueOrDefault("users") ?? ["x"];
            parts[at] = good || random.Next(parts[at] == "{realm}" ? 50 : 8) > 0
                ? Uri.EscapeDataString(known[random.Next(known.Count)])
                : Inputs.Mutation.Encoded(Inputs.Values.Text(random) is var text && text.Length > 2000 ? text[..2000] : text, random);
        }

        return string.Join('/', parts);
    }

    private async Task<bool> TryMakeRealmAsync()
    {
        using var response = await SendAsync("POST", "/admin/realms", _realmFile);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode || text.Contains("is still being removed", StringComparison.Ordinal)
            ? response.IsSuccessStatusCode
            : throw new InvalidOperationException($"The realm was refused with {(int)response.StatusCode}: {text}");
    }

    private async Task DemandAsync(string method, string path, string? body)
    {
        using var response = await SendAsync(method, path, body);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{method} {path} was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{Url}{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.SendAsync(request);
    }

    private async Task<string> TokenAsync(string realm, string user, string password, string which)
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("client_id", "admin-cli"), new("username", user), new("password", password), new("scope", "openid")]);
        using var response = await Http.PostAsync(new Uri($"{Url}/realms/{realm}/protocol/openid-connect/token"), form);
        var text = await response.Content.ReadAsStringAsync();
        return (string?)JsonNode.Parse(text)?[which] ?? throw new InvalidOperationException($"No token of {realm}: {text}");
    }
}
