using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Gateway.Realms;
using Identity.Gateway.Tokens;
using Identity.Grains.Sessions;
using Identity.Grains.Users;

namespace Identity.Benchmarks.Requests;

/// <summary>Whole requests over one connection of the loopback interface that stays open, client and server in one process.</summary>
public class RequestBenchmarks
{
    private const string RedirectUri = "https://shop.example.com/callback";

    private static readonly AuthenticationHeaderValue Service =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Realm.Service}:{Realm.ServiceSecret}")));

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private Pod _pod = null!;
    private RealmContext _realm = null!;
    private RealmContext _rotating = null!;
    private RealmContext _withEvents = null!;
    private UserState _user = null!;
    private string _access = string.Empty;
    private string _refresh = string.Empty;
    private string _rotatingRefresh = string.Empty;
    private string _refreshWithEvent = string.Empty;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _realm = await _pod.RealmAsync(Realm.Plain);
        _rotating = await _pod.RealmAsync(Realm.Rotating);
        _withEvents = await _pod.RealmAsync(Realm.WithEvents);
        _user = await _pod.UserAsync(_realm.Realm);
        var tokens = await LogInAsync(_realm);
        (_access, _refresh) = ((string)tokens["access_token"]!, (string)tokens["refresh_token"]!);
        _rotatingRefresh = (string)(await LogInAsync(_rotating))["refresh_token"]!;
        _refreshWithEvent = (string)(await LogInAsync(_withEvents))["refresh_token"]!;
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        _http.Dispose();
        await _pod.DisposeAsync();
    }

    [Benchmark(Description = "empty endpoint", Baseline = true)]
    public async Task Empty()
    {
        using var answer = await _http.GetAsync(new Uri(_pod.BaseUrl + Pod.EmptyPath));
        answer.EnsureSuccessStatusCode();
    }

    [Benchmark(Description = "token: client credentials")]
    public Task<JsonNode> ClientCredentials() => PostAsync(_realm, "token", ("grant_type", "client_credentials"));

    [Benchmark(Description = "token: refresh")]
    public Task<JsonNode> Refresh() => RefreshAsync(_realm, _refresh);

    [Benchmark(Description = "token: refresh that keeps an event")]
    public Task<JsonNode> RefreshWithEvent() => RefreshAsync(_withEvents, _refreshWithEvent);

    [Benchmark(Description = "token: refresh that rotates")]
    public async Task RotatingRefresh() => _rotatingRefresh = (string)(await RefreshAsync(_rotating, _rotatingRefresh))["refresh_token"]!;

    [Benchmark(Description = "start of a session, then token: code")]
    public Task<JsonNode> CodeExchange() => LogInAsync(_realm);

    [Benchmark(Description = "userinfo")]
    public async Task<JsonNode> UserInfo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_realm.Protocol}/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _access);
        return await SendAsync(request);
    }

    [Benchmark(Description = "introspection")]
    public async Task Introspection()
    {
        if (!(bool)(await PostAsync(_realm, "token/introspect", ("token", _access)))["active"]!)
        {
            throw new InvalidOperationException("The token is not active.");
        }
    }

    private async Task<JsonNode> LogInAsync(RealmContext realm)
    {
        var authorized = await _pod.LogInAsync(realm.Realm, realm == _realm ? _user : await _pod.UserAsync(realm.Realm), new CodeRequest { RedirectUri = RedirectUri, Scope = "openid profile email" });
        var code = new AuthorizationCode(authorized.CodeSecret!, authorized.Session.Id, realm.Realm.FindClient(Realm.App)!.Id).Format();
        return await PostAsync(
            realm, "token", ("grant_type", "authorization_code"), ("client_id", Realm.App), ("code", code), ("redirect_uri", RedirectUri));
    }

    private Task<JsonNode> RefreshAsync(RealmContext realm, string token) =>
        PostAsync(realm, "token", ("grant_type", "refresh_token"), ("client_id", Realm.App), ("refresh_token", token));

    private async Task<JsonNode> PostAsync(RealmContext realm, string path, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{realm.Protocol}/{path}");
        request.Headers.Authorization = form.Any(pair => pair.Name == "client_id") ? null : Service;
        request.Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await SendAsync(request);
    }

    private async Task<JsonNode> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(body)! : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {body}");
    }
}
