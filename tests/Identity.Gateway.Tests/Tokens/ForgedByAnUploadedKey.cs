using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Keys;

namespace Identity.Gateway.Tests.Tokens;

/// <summary>Somebody brought the realm's keys by a file, so that he can sign with them: none of what the server issues to itself can be
/// made with one.</summary>
public sealed class ForgedByAnUploadedKey(GatewayServer server) : IAsyncLifetime
{
    private static readonly RSA s_rsa = RSA.Create(2048);
    private static readonly byte[] s_secret = RandomNumberGenerator.GetBytes(64);

    private readonly string _realm = $"forged-{Guid.NewGuid():N}";
    private AdminApi _admin = null!;

    private string Issuer => $"{server.BaseUrl}/realms/{_realm}";

    private long Now { get; } = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        _admin = (await AdminApi.CreateAsync(server)).In(_realm);
        var file = RecRealm.File(_realm);
        file["clients"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["clientId"] = "robot", ["secret"] = "robot-secret", ["serviceAccountsEnabled"] = true, ["publicClient"] = false,
        });
        file["components"] = new JsonObject
        {
            ["org.keycloak.keys.KeyProvider"] = new JsonArray(
                Component("rsa", new() { ["privateKey"] = Convert.ToBase64String(s_rsa.ExportRSAPrivateKey()), ["priority"] = "9000", ["algorithm"] = "RS256", ["keyUse"] = "SIG" }),
                Component("hmac-generated", new() { ["kid"] = "attackers", ["secret"] = Base64Url.EncodeToString(s_secret), ["priority"] = "9000", ["algorithm"] = "HS512" })),
        };
        var made = await _admin.PostAsync("/admin/realms", file);
        Assert.True(made.Status == 201, made.Body);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_realm_signs_with_them_what_others_check()
    {
        var header = Part(Text(await TokenAsync("client_credentials"), "access_token"), 0);

        Assert.Equal((await AttackersAsync("RS256")).Kid, (string?)header["kid"]);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("HS512")]
    public async Task No_identity_cookie(string algorithm)
    {
        var (genuine, session) = await LogInAsync();
        Assert.Contains("code=", await AuthorizeAsync(genuine), StringComparison.Ordinal);

        var forged = await SignAsync(algorithm, new JsonObject
        {
            ["exp"] = Now + 600, ["iat"] = Now, ["jti"] = Guid.NewGuid().ToString(), ["iss"] = Issuer, ["sub"] = (string)session["sub"]!,
            ["typ"] = "Serialized-ID", ["sid"] = (string)session["sid"]!,
        });

        Assert.Contains("error=login_required", await AuthorizeAsync(forged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("HS512")]
    public async Task No_mailed_link(string algorithm)
    {
        var alice = await server.UserAsync(_realm, "alice");

        var forged = await SignAsync(algorithm, new JsonObject
        {
            ["exp"] = Now + 600, ["iat"] = Now, ["jti"] = Guid.NewGuid().ToString(), ["iss"] = Issuer, ["aud"] = Issuer, ["sub"] = alice.Id,
            ["typ"] = "execute-actions", ["eml"] = alice.Email, ["rqac"] = new JsonArray("UPDATE_PASSWORD"),
        });

        var page = await Answer.OfAsync(await server.Http.GetAsync(new Uri($"{Issuer}/login-actions/action-token?key={forged}")));
        Assert.Equal(400, page.Status);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("HS512")]
    public async Task No_right_to_register_clients(string algorithm)
    {
        var access = JsonNode.Parse((await _admin.PostAsync("/clients-initial-access", """{"count":5,"expiration":600}""")).Body)!;
        var genuine = (string)access["token"]!;
        Assert.Equal(201, await RegisterAsync(genuine));

        var forged = await SignAsync(algorithm, Part(genuine, 1));

        Assert.Equal(401, await RegisterAsync(forged));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("HS512")]
    public async Task No_refresh_token(string algorithm)
    {
        var tokens = await TokenAsync("password");
        var genuine = Text(tokens, "refresh_token");

        var forged = await SignAsync(algorithm, Part(genuine, 1));

        Assert.Equal(400, (await PostAsync(("grant_type", "refresh_token"), ("client_id", "app"), ("refresh_token", forged))).Status);
        Assert.Equal(200, (await PostAsync(("grant_type", "refresh_token"), ("client_id", "app"), ("refresh_token", genuine))).Status);
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("scope")]
    [InlineData("azp")]
    [InlineData("jti")]
    public async Task No_access_token_of_a_client_that_says_more_than_the_server_said(string claim)
    {
        var genuine = Text(await TokenAsync("client_credentials"), "access_token");
        Assert.Equal("true", await ActiveAsync(genuine));

        var claims = Part(genuine, 1);
        claims[claim] = claim switch
        {
            "exp" => (long)claims["exp"]! + 3600,
            "scope" => "openid profile email offline_access",
            "azp" => "robot",
            _ => $"trrtcc:{Guid.NewGuid()}",
        };

        Assert.Equal("false", await ActiveAsync(await SignAsync("RS256", claims)));
    }

    private static JsonObject Component(string provider, Dictionary<string, string> config) => new()
    {
        ["id"] = Guid.NewGuid().ToString(), ["name"] = provider, ["providerId"] = provider, ["subComponents"] = new JsonObject(),
        ["config"] = new JsonObject(config.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)new JsonArray(entry.Value)))),
    };

    private async Task<RealmKey> AttackersAsync(string algorithm) =>
        (await server.FreshRealmAsync(_realm)).Settings.Keys.Single(key => key.Algorithm == algorithm && key.Priority == 9000);

    // As the one signs who brought the key: its kid is public, or in the tokens.
    private async Task<string> SignAsync(string algorithm, JsonObject claims)
    {
        var record = await AttackersAsync(algorithm);
        var key = SigningKey.Create(record, algorithm == "RS256" ? s_rsa.ExportPkcs8PrivateKey() : s_secret);
        return Jwt.Sign(key, "JWT", Encoding.UTF8.GetBytes(claims.ToJsonString()));
    }

    private static JsonObject Part(string token, int place) => (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[place]))!;

    private static string Text(JsonObject json, string name) => (string)json[name]!;

    private async Task<JsonObject> TokenAsync(string grant)
    {
        var answer = grant == "password"
            ? await PostAsync(("grant_type", "password"), ("client_id", "app"), ("username", "alice"), ("password", "pw-1"), ("scope", "openid"))
            : await PostAsync(("grant_type", grant), ("client_id", "svc"), ("client_secret", RecRealm.Secret));
        Assert.True(answer.Status == 200, answer.Body);
        return (JsonObject)JsonNode.Parse(answer.Body)!;
    }

    private async Task<string> ActiveAsync(string token)
    {
        var answer = await PostAsync("token/introspect", ("client_id", "svc"), ("client_secret", RecRealm.Secret), ("token", token));
        return JsonNode.Parse(answer.Body)!["active"]!.ToJsonString();
    }

    private Task<Answer> PostAsync(params (string Name, string Value)[] form) => PostAsync("token", form);

    private async Task<Answer> PostAsync(string endpoint, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await Answer.OfAsync(await server.Http.PostAsync(new Uri($"{Issuer}/protocol/openid-connect/{endpoint}"), content));
    }

    private async Task<int> RegisterAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Issuer}/clients-registrations/openid-connect")
        {
            Content = new StringContent("""{"redirect_uris":["https://app.example/cb"]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await Answer.OfAsync(await server.Http.SendAsync(request))).Status;
    }

    // By the login page: the cookie, and what a token of the session says.
    private async Task<(string Cookie, JsonObject Session)> LogInAsync()
    {
        var page = await Answer.OfAsync(await server.Http.GetAsync(Authorize(prompt: null)));
        var action = System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page.Body, "action=\"([^\"]+)\"").Groups[1].Value);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(server.BaseUrl), action))
        {
            Content = new FormUrlEncodedContent([new("username", "alice"), new("password", "pw-1")]),
        };
        request.Headers.Add("Cookie", string.Join("; ", Cookies(page).Select(cookie => cookie.Split(';')[0])));
        var done = await Answer.OfAsync(await server.Http.SendAsync(request));
        var cookie = Cookies(done).Select(set => set.Split(';')[0]).Single(set => set.StartsWith("KEYCLOAK_IDENTITY=", StringComparison.Ordinal))["KEYCLOAK_IDENTITY=".Length..];
        return (cookie, Part(cookie, 1));
    }

    private static IEnumerable<string> Cookies(Answer answer) => answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [];

    private async Task<string> AuthorizeAsync(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Authorize(prompt: "none"));
        request.Headers.Add("Cookie", $"KEYCLOAK_IDENTITY={cookie}");
        return (await Answer.OfAsync(await server.Http.SendAsync(request))).Header("Location") ?? "no redirect";
    }

    private Uri Authorize(string? prompt) => new(
        $"{Issuer}/protocol/openid-connect/auth?response_type=code&client_id=app&scope=openid&redirect_uri={Uri.EscapeDataString(RecRealm.RedirectUri)}"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256" + (prompt is null ? "" : $"&prompt={prompt}"));
}
