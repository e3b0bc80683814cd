using System.Text;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Tests.Fixtures;

/// <summary>Sends what an application sends.</summary>
internal sealed class OidcClient(GatewayServer server, string realm = RecRealm.Name)
{
    public const string Verifier = "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv";
    public const string Challenge = "CrlVwe1WSHWuTQYh3iczmx3aS-faRx6C92k9_hNxl4A";

    public string Issuer => $"{server.BaseUrl}/realms/{realm}";

    public string Protocol => $"{Issuer}/protocol/openid-connect";

    /// <summary>Posts a form, given as <c>a=b&amp;c=d</c> already encoded.</summary>
    public Task<Answer> PostAsync(string path, string form, string? authorization = null, string? origin = null) =>
        SendAsync(HttpMethod.Post, $"{Protocol}/{path}", new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"), authorization, origin);

    public Task<Answer> TokenAsync(string form, string? authorization = null, string? origin = null) => PostAsync("token", form, authorization, origin);

    /// <summary>The password grant for alice.</summary>
    public Task<Answer> PasswordAsync(string scope = "openid", string client = "client_id=app", string user = "alice") =>
        TokenAsync($"grant_type=password&{client}&username={user}&password=pw-1&scope={Uri.EscapeDataString(scope)}");

    public Task<Answer> RefreshAsync(string refreshToken, string extra = "", string client = "client_id=app") =>
        TokenAsync($"grant_type=refresh_token&{client}&refresh_token={refreshToken}{extra}");

    public Task<Answer> UserInfoAsync(string? token) => SendAsync(HttpMethod.Get, $"{Protocol}/userinfo", null, token is null ? null : $"Bearer {token}", null);

    /// <summary>A code for alice at app.</summary>
    public async Task<string> CodeAsync(string scope = "openid", string? challenge = Challenge) =>
        (await server.LogInAsync(realm, new CodeRequest
        {
            RedirectUri = RecRealm.RedirectUri,
            Scope = scope,
            Nonce = "no",
            CodeChallenge = challenge,
            CodeChallengeMethod = challenge is null ? null : "S256",
        })).Code;

    public Task<Answer> RedeemAsync(string code, string rest = $"&client_id=app&redirect_uri={RecRealm.RedirectUri}&code_verifier={Verifier}") =>
        TokenAsync($"grant_type=authorization_code&code={code}{rest}");

    public async Task<Answer> SendAsync(HttpMethod method, string address, HttpContent? content, string? authorization, string? origin)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await Answer.OfAsync(await server.Http.SendAsync(request));
    }

    public static string Svc => $"client_id=svc&client_secret={Uri.EscapeDataString(RecRealm.Secret)}";

    public static string Basic(string id, string secret) =>
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"))}";
}
