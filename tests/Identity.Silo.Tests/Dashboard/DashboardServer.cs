using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Identity.Testing.Oidc;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Dashboard;

/// <summary>A development server, and who may or may not see its dashboard.</summary>
public sealed class DashboardServer : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private DevServer? _server;

    public DevServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await DevServer.StartAsync(_ => ["--orleans-dashboard-enabled"]);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    public Task<TokenSet> AdministratorAsync() => LogInAsync("master", DevServer.Administrator.Name, DevServer.Administrator.Password);

    public async Task<TokenSet> LogInAsync(string realm, string user, string password)
    {
        using var answer = await _http.PostAsync(
            new Uri($"{Server.Url}/realms/{realm}/protocol/openid-connect/token"),
            new FormUrlEncodedContent([new("grant_type", "password"), new("client_id", "admin-cli"), new("username", user), new("password", password)]));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return TokenSet.Parse(text);
    }

    /// <summary>Ends the login.</summary>
    public async Task LogOutAsync(string realm, TokenSet tokens)
    {
        using var answer = await _http.PostAsync(
            new Uri($"{Server.Url}/realms/{realm}/protocol/openid-connect/logout"),
            new FormUrlEncodedContent([new("client_id", "admin-cli"), new("refresh_token", tokens.RefreshToken)]));
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>Makes the user an administrator of the realm, with every role that it has for that.</summary>
    public async Task MakeRealmAdministratorAsync(string realm, string user)
    {
        var token = (await AdministratorAsync()).AccessToken;
        var admin = $"{Server.Url}/admin/realms/{realm}";
        var userId = (await GetAsync($"{admin}/users?exact=true&username={user}", token))[0]!["id"];
        var clientId = (await GetAsync($"{admin}/clients?clientId=realm-management", token))[0]!["id"];
        var role = await GetAsync($"{admin}/clients/{clientId}/roles/realm-admin", token);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{admin}/users/{userId}/role-mappings/clients/{clientId}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = JsonContent.Create(new JsonArray(role.DeepClone()));
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>What the management port answers.</summary>
    public Task<HttpResponseMessage> AskAsync(string path, string? token = null, string? cookie = null, string? method = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method ?? "GET"), Server.Management + path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return _http.SendAsync(request);
    }

    /// <summary>What the form is answered.</summary>
    public Task<HttpResponseMessage> PostAsync(string token, string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.Management}/dashboard") { Content = new FormUrlEncodedContent([new("token", token)]) };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return _http.SendAsync(request);
    }

    private async Task<JsonNode> GetAsync(string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
