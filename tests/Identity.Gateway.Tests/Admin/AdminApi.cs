using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Realms;

namespace Identity.Gateway.Tests.Admin;

/// <summary>An administrator with a token, and a realm of its own to administer.</summary>
internal sealed class AdminApi
{
    private readonly GatewayServer _server;
    private readonly string _token;

    private AdminApi(GatewayServer server, string token, string realm)
    {
        (_server, _token, Realm) = (server, token, realm);
    }

    /// <summary>The realm's name.</summary>
    public string Realm { get; }

    /// <summary>The master realm's administrator, with a new realm.</summary>
    public static async Task<AdminApi> CreateAsync(GatewayServer server)
    {
        await server.EnsureMasterAsync();
        var realm = $"r{Guid.NewGuid():N}";
        await server.CreateRealmAsync(realm);
        return new AdminApi(server, await TokenAsync(server, MasterRealm.Name, "admin", "admin"), realm);
    }

    /// <summary>The same realm as somebody else sees it.</summary>
    public async Task<AdminApi> AsAsync(string realm, string username, string password) =>
        new(_server, await TokenAsync(_server, realm, username, password), Realm);

    /// <summary>The realm as a new user sees it who has just these admin roles, in the realm itself or, for it, in the master realm.</summary>
    public async Task<AdminApi> AsNewAsync(IEnumerable<string> adminRoles, bool ofMaster = false)
    {
        var home = ofMaster ? MasterRealm.Name : Realm;
        var name = $"admin-{Guid.NewGuid():N}";
        var users = $"/admin/realms/{home}/users";
        var user = await CreateAsync(users, $$"""
            {"username":"{{name}}","email":"{{name}}@example.org","firstName":"A","lastName":"B","enabled":true,"credentials":[{"type":"password","value":"{{name}}"}]}
            """);
        var management = (await _server.RealmAsync(home)).FindClient(ofMaster ? $"{Realm}-realm" : "realm-management")!.Id;
        foreach (var role in adminRoles)
        {
            var found = await SendAsync(HttpMethod.Get, $"/admin/realms/{home}/clients/{management}/roles/{role}", body: null);
            var mapped = await SendAsync(HttpMethod.Post, $"{users}/{user}/role-mappings/clients/{management}", $"[{found.Body}]");
            Assert.True(mapped.Status == 204, $"{role}: {mapped.Status} {mapped.Body}");
        }

        return await AsAsync(home, name, name);
    }

    /// <summary>The same administrator in another realm.</summary>
    public AdminApi In(string realm) => new(_server, _token, realm);

    /// <summary>GET below the realm.</summary>
    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    /// <summary>POST below the realm.</summary>
    public Task<Answer> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>POST below the realm.</summary>
    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body.ToJsonString());

    /// <summary>PUT below the realm.</summary>
    public Task<Answer> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    /// <summary>PUT below the realm.</summary>
    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    /// <summary>DELETE below the realm.</summary>
    public Task<Answer> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    /// <summary>POST that creates something: its id, the last part of the Location.</summary>
    public async Task<string> CreateAsync(string path, string body)
    {
        var answer = await PostAsync(path, body);
        Assert.True(answer.Status == 201, $"POST {path}: {answer.Status} {answer.Body}");
        return Uri.UnescapeDataString(answer.Header("Location")!.Split('/')[^1]);
    }

    /// <summary>The Id (UUID) of the realm's client with that client_id.</summary>
    public async Task<string> ClientAsync(string clientId) => (await _server.RealmAsync(Realm)).FindClient(clientId)!.Id;

    /// <summary>Any request; a path that begins with /admin is taken as it is, others are below the realm.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(method, _server.BaseUrl + (path.StartsWith("/admin/", StringComparison.Ordinal) ? path : $"/admin/realms/{Realm}{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        }

        return await Answer.OfAsync(await _server.Http.SendAsync(request));
    }

    /// <summary>The file that a POST below the realm answers with.</summary>
    public async Task<byte[]> DownloadAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.BaseUrl}/admin/realms/{Realm}{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _server.Http.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task<string> TokenAsync(GatewayServer server, string realm, string username, string password)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "password"), new("client_id", "admin-cli"), new("username", username), new("password", password),
        ]);
        var answer = await Answer.OfAsync(await server.Http.PostAsync($"{server.BaseUrl}/realms/{realm}/protocol/openid-connect/token", form));
        Assert.True(answer.Status == 200, $"No token for {username}: {answer.Body}");
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("access_token").GetString()!;
    }
}
