using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.ActionTokens;
using Identity.Gateway.ClientRegistration;
using Identity.Gateway.Realms;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Keys;

namespace Identity.Gateway.Tests.Tokens;

/// <summary>Whoever knows a key of the realm, because he has brought it, signs nothing that the server issues to itself.</summary>
public class ForgedOwnTokens(GatewayServer server)
{
    private const string Kid = "known";
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(64);
    private static readonly RSA Rsa = RSA.Create(2048);

    [Fact]
    public async Task Refresh_tokens_are_refused()
    {
        var client = await ClientAsync();
        var real = (await client.PasswordAsync()).Text("refresh_token");

        foreach (var forged in Forged(Payload(real)))
        {
            Assert.Equal(400, (await client.RefreshAsync(forged)).Status);
        }

        Assert.Equal(200, (await client.RefreshAsync(real)).Status);
    }

    [Fact]
    public async Task Identity_cookies_log_nobody_in()
    {
        var client = await ClientAsync();
        var claims = (await client.PasswordAsync()).Claims("access_token");
        var payload = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["exp"] = claims.GetProperty("exp").GetInt64(),
            ["iat"] = claims.GetProperty("iat").GetInt64(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["iss"] = client.Issuer,
            ["sub"] = claims.GetProperty("sub").GetString(),
            ["typ"] = "Serialized-ID",
            ["sid"] = claims.GetProperty("sid").GetString(),
        }.ToJsonString());
        var own = (await server.RealmAsync(RealmOf(client))).Keys.Own.Identity.Signs;

        Assert.Contains("code=", await AuthorizeAsync(client, Jwt.Sign(own, "JWT", payload)), StringComparison.Ordinal);
        foreach (var forged in Forged(payload))
        {
            Assert.Contains("error=login_required", await AuthorizeAsync(client, forged), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Access_tokens_of_service_accounts_are_not_active()
    {
        var client = await ClientAsync();
        var real = (await client.TokenAsync($"grant_type=client_credentials&{OidcClient.Svc}")).Text("access_token");
        var claims = (JsonObject)JsonNode.Parse(Payload(real))!;
        claims["jti"] = $"trrtcc:{Guid.NewGuid()}";

        foreach (var forged in Forged(Encoding.UTF8.GetBytes(claims.ToJsonString())))
        {
            Assert.Equal("False", (await client.PostAsync("token/introspect", $"token={forged}&{OidcClient.Svc}")).Text("active"));
        }

        Assert.Equal("True", (await client.PostAsync("token/introspect", $"token={real}&{OidcClient.Svc}")).Text("active"));
    }

    [Fact]
    public async Task Mailed_links_and_registration_tokens_are_not_read()
    {
        var client = await ClientAsync();
        var context = new RealmContext(await server.RealmAsync(RealmOf(client)), server.BaseUrl) { AdminUrl = server.BaseUrl };
        var now = TimeProvider.System.GetUtcNow();
        var link = new ActionToken
        {
            Id = "1", UserId = "u", Email = "a@example.org", Actions = ["VERIFY_EMAIL"], IssuedAt = now.ToUnixTimeSeconds(), ExpiresAt = now.ToUnixTimeSeconds() + 60,
        }.Link(context).Split("key=")[1];
        var registration = new RegistrationTokens(TimeProvider.System);
        var initial = registration.IssueInitialAccess(context, "1", 60, webOrigins: null);
        var access = registration.IssueRegistrationAccess(context, "1", anonymous: false);

        Assert.NotNull(ActionToken.Read(context, link, now));
        Assert.All(Forged(Payload(link)), forged => Assert.Null(ActionToken.Read(context, forged, now)));
        foreach (var real in (string[])[initial, access])
        {
            Assert.NotNull(registration.Read(context, real));
            Assert.All(Forged(Payload(real)), forged => Assert.Null(registration.Read(context, forged)));
        }

        // Nor does one purpose's key stand for another's.
        Assert.Null(registration.Read(context, link));
        Assert.Null(ActionToken.Read(context, initial, now));
    }

    private async Task<OidcClient> ClientAsync()
    {
        await server.EnsureMasterAsync();
        var admin = await AdminApi.CreateAsync(server);
        var file = RecRealm.File($"k{Guid.NewGuid():N}");
        file["components"] = JsonNode.Parse($$"""
            {"org.keycloak.keys.KeyProvider":[
              {"name":"h","providerId":"hmac-generated","config":{"kid":["{{Kid}}"],"secret":["{{Base64Url.EncodeToString(Secret)}}"],"algorithm":["HS512"],"priority":["1000"]} },
              {"name":"r","providerId":"rsa","config":{"kid":["{{Kid}}-rsa"],"privateKey":["{{Convert.ToBase64String(Rsa.ExportPkcs8PrivateKey())}}"],"priority":["1000"]} }]}
            """);
        var made = await admin.PostAsync("/admin/realms", file);
        Assert.True(made.Status == 201, made.Body);
        return new OidcClient(server, (string)file["realm"]!);
    }

    private async Task<string> AuthorizeAsync(OidcClient client, string cookie)
    {
        var query = $"client_id=app&redirect_uri={Uri.EscapeDataString(RecRealm.RedirectUri)}&response_type=code&scope=openid&prompt=none&code_challenge={OidcClient.Challenge}&code_challenge_method=S256";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{client.Protocol}/auth?{query}");
        request.Headers.Add("Cookie", $"KEYCLOAK_IDENTITY={cookie}");
        return (await Answer.OfAsync(await server.Http.SendAsync(request))).Header("Location") ?? string.Empty;
    }

    private static string RealmOf(OidcClient client) => client.Issuer.Split('/')[^1];

    private static IEnumerable<string> Forged(byte[] payload)
    {
        yield return Sign($$"""{"alg":"HS512","typ":"JWT","kid":"{{Kid}}"}""", payload, signed => HMACSHA512.HashData(Secret, signed));
        yield return Sign($$"""{"alg":"RS256","typ":"JWT","kid":"{{Kid}}-rsa"}""", payload, signed => Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static byte[] Payload(string token) => Base64Url.DecodeFromChars(token.Split('.')[1]);

    private static string Sign(string header, byte[] payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
