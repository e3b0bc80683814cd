using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.ActionTokens;
using Identity.Gateway.Cookies;
using Identity.Gateway.Realms;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Identity.Grains.Keys;
using Identity.Grains.Sessions;
using Identity.Testing;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Tests.Tokens;

/// <summary>Each kind of token that we read, changed in each way that tokens are changed in. Where a signature is needed it is made with the realm's own key:
/// that the key has signed is not all that is asked.</summary>
public sealed class MalformedTokens(GatewayServer server)
{
    private readonly OidcClient _client = new(server);

    public static TheoryData<string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var kind in Written.Keys)
            {
                // An offline token of a session that never ends has no expiry.
                foreach (var malformation in Malformations.Keys.Where(name => (kind, name) is not ("offline", "no expiry")))
                {
                    table.Add(kind, malformation);
                }
            }

            return table;
        }
    }

    public static TheoryData<string, string> ReadClaims
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var (kind, claims) in Written)
            {
                foreach (var claim in claims.Split(' '))
                {
                    table.Add(kind, claim);
                }
            }

            return table;
        }
    }

    // The claims that a reader of the kind uses. Without a question mark: those that we write into each token of it.
    private static Dictionary<string, string> Written { get; } = new(StringComparer.Ordinal)
    {
        ["access at userinfo"] = "exp iat jti iss typ azp scope sub? aud? sid",
        ["access at introspection"] = "exp iat jti iss typ azp scope sub? aud sid",
        ["access at admin"] = "exp iat jti iss typ azp scope sub? aud? sid",
        ["refresh"] = "exp iat jti iss typ azp scope sub aud aud_x? sid reuse_id gen",
        ["refresh at logout"] = "exp iat jti iss typ azp scope sub aud aud_x? sid reuse_id gen",
        ["offline"] = "exp? iat jti iss typ azp scope sub aud aud_x? sid reuse_id gen",
        ["hint"] = "exp iat jti iss typ azp sub aud sid?",
        ["hint at authorization"] = "exp iat jti iss typ azp sub aud sid?",
        ["invitation"] = "exp iat jti iss typ aud",
        ["mailed link"] = "exp iat jti iss typ aud sub eml rqac azp? reduri?",
        ["identity cookie"] = "exp iat jti iss typ sub sid",
    };

    private static Dictionary<string, Func<SigningKey, string, string>> Malformations { get; } = new(StringComparer.Ordinal)
    {
        ["crit"] = (key, token) => Again(key, token, header => header["crit"] = new JsonArray("exp")),
        ["empty crit"] = (key, token) => Again(key, token, header => header["crit"] = new JsonArray()),
        ["unencoded payload"] = (key, token) => Again(key, token, header => (header["b64"], header["crit"]) = (false, new JsonArray("b64"))),
        ["typ of another kind"] = (key, token) => Again(key, token, header => header["typ"] = "dpop+jwt"),
        ["typ is a number"] = (key, token) => Again(key, token, header => header["typ"] = 7),
        ["its own key"] = (key, token) => Again(key, token, header => header["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AA" }),
        ["key elsewhere"] = (key, token) => Again(key, token, header => header["jku"] = "https://evil.example/jwks"),
        ["nested"] = (key, token) => Again(key, token, header => header["cty"] = "JWT"),
        ["lower case alg"] = (key, token) => Again(key, token, header => header["alg"] = ((string)header["alg"]!).ToLowerInvariant()),
        ["no kid"] = (key, token) => Again(key, token, header => header.Remove("kid")),
        ["alg twice"] = (key, token) => Sign(key, Encode(Text(token, 0).Replace("{", """{"alg":"none",""", StringComparison.Ordinal)), token.Split('.')[1]),
        ["alg none"] = (_, token) => $"{Encode("""{"alg":"none"}""")}.{token.Split('.')[1]}.",
        ["alg none with kid"] = (key, token) => $"{Encode($$"""{"alg":"none","typ":"JWT","kid":"{{key.Kid}}"}""")}.{token.Split('.')[1]}.",
        ["public key as secret"] = (key, token) => Mac($$"""{"alg":"HS256","typ":"JWT","kid":"{{key.Kid}}"}""", token, key.Certificate ?? key.Kid),
        ["no signature"] = (_, token) => token[..(token.LastIndexOf('.') + 1)],
        ["signature cut"] = (_, token) => token[..^4],
        ["signature changed"] = (_, token) => token[..^8] + (token[^8] == 'A' ? 'B' : 'A') + token[^7..],
        ["claims changed"] = (_, token) => $"{token.Split('.')[0]}.{Encode(Text(token, 1).Replace("\"jti\":\"", "\"jti\":\"x", StringComparison.Ordinal))}.{token.Split('.')[2]}",
        ["padding"] = (_, token) => $"{token}=",
        ["line break"] = (_, token) => token.Insert(token.Length - 4, "\n").Trim().Replace("\n", "%0a", StringComparison.Ordinal),
        ["four parts"] = (_, token) => $"{token}.x",
        ["foreign issuer"] = (key, token) => Claims(key, token, claims => claims["iss"] = "https://evil.example/realms/rec"),
        ["issuer in a list"] = (key, token) => Claims(key, token, claims => claims["iss"] = new JsonArray(claims["iss"]!.DeepClone())),
        ["no issuer"] = (key, token) => Claims(key, token, claims => claims.Remove("iss")),
        ["another kind"] = (key, token) => Claims(key, token, claims => claims["typ"] = "Logout"),
        ["no kind"] = (key, token) => Claims(key, token, claims => claims.Remove("typ")),
        ["no id"] = (key, token) => Claims(key, token, claims => claims.Remove("jti")),
        ["id is a number"] = (key, token) => Claims(key, token, claims => claims["jti"] = 7),
        ["no expiry"] = (key, token) => Claims(key, token, claims => claims.Remove("exp")),
        ["expiry is a text"] = (key, token) => Claims(key, token, claims => claims["exp"] = "4102444800"),
        ["expiry is a fraction"] = (key, token) => Claims(key, token, claims => claims["exp"] = 4102444800.5),
        ["expiry is beyond all numbers"] = (key, token) => Claims(key, token, claims => claims["exp"] = JsonNode.Parse("1e300")),
        ["expiry is below zero"] = (key, token) => Claims(key, token, claims => claims["exp"] = -1),
        ["subject is a list"] = (key, token) => Claims(key, token, claims => claims["sub"] = new JsonArray(claims["sub"]?.DeepClone())),
        ["a claim twice"] = (key, token) => Sign(key, token.Split('.')[0], Encode("""{"jti":"another",""" + Text(token, 1)[1..])),
        ["half a character"] = (key, token) => Sign(key, token.Split('.')[0], Encode("""{"jti":"\ud800",""" + Text(token, 1).Replace("\"jti\"", "\"was\"", StringComparison.Ordinal)[1..])),
        ["half a character in a name"] = (key, token) => Sign(key, token.Split('.')[0], Encode("""{"\udc00":1,""" + Text(token, 1)[1..])),
        ["no UTF-8"] = (key, token) => Sign(key, token.Split('.')[0], Base64Url.EncodeToString([.. "{\"x\":\""u8, 0xC3, 0x28, .. "\","u8, .. Encoding.UTF8.GetBytes(Text(token, 1)[1..])])),
        ["claims are a list"] = (key, token) => Sign(key, token.Split('.')[0], Encode("[1]")),
        ["claims are cut"] = (key, token) => Sign(key, token.Split('.')[0], Encode("{\"iss\":")),
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_changed_token_is_refused(string kind, string malformation)
    {
        var (realm, token, isTaken) = await KindAsync(kind);
        var changed = Malformations[malformation](await KeyAsync(kind, realm, token), token);

        Assert.NotEqual(token, changed);
        Assert.False(await isTaken(changed));
        Assert.True(await isTaken(token), "The token itself is good.");
    }

    [Theory]
    [MemberData(nameof(ReadClaims))]
    public async Task A_token_with_a_claim_that_we_never_write_so_is_refused(string kind, string claim)
    {
        var (realm, token, isTaken) = await KindAsync(kind);
        var key = await KeyAsync(kind, realm, token);
        var name = claim.TrimEnd('?');
        var good = JsonNode.Parse(Text(token, 1))![name];
        Assert.True(good is not null || claim.EndsWith('?'), "The token has no such claim.");

        foreach (var wrong in Wrong(name, good))
        {
            var changed = Claims(key, token, claims => claims[name] = wrong is null ? null : JsonNode.Parse(wrong));
            Assert.False(await isTaken(changed), wrong);
        }

        if (!claim.EndsWith('?'))
        {
            Assert.False(await isTaken(Claims(key, token, claims => claims.Remove(name))), "missing");
        }

        Assert.True(await isTaken(token), "The token itself is good.");
    }

    private static IEnumerable<string?> Wrong(string claim, JsonNode? good)
    {
        var text = JsonValue.Create(good?.ToString() ?? "x").ToJsonString();
        string?[] all = [null, "true", "{}", $$"""{"a":{{text}}}""", "[7]", "[null]"];
        return claim switch
        {
            "exp" or "iat" or "gen" => [.. all, text, $"[{good ?? 7}]", $"{good ?? 7}.5", "-1", "1e300"],
            "rqac" => [.. all, "7", "\"VERIFY_EMAIL\"", "[\"VERIFY_EMAIL\",7]"],
            "aud" or "aud_x" => [.. all, "7", $"[{text},7]", $"[[{text}]]"],
            _ => [.. all, "7", $"[{text}]"],
        };
    }

    private async Task<SigningKey> KeyAsync(string kind, string realm, string token)
    {
        var keys = (await server.FreshRealmAsync(realm)).Keys;
        return kind switch
        {
            "refresh" or "refresh at logout" or "offline" => keys.Own.Refresh.Signs,
            "mailed link" => keys.Own.Actions.Signs,
            "identity cookie" => keys.Own.Identity.Signs,
            "invitation" => keys.Own.Registration.Signs,
            _ => keys.Find((string)JsonNode.Parse(Text(token, 0))!["kid"]!)!,
        };
    }

    private async Task<(string Realm, string Token, Func<string, Task<bool>> IsTaken)> KindAsync(string kind)
    {
        switch (kind)
        {
            case "access at userinfo":
                return (RecRealm.Name, (await _client.PasswordAsync()).Text("access_token"), async token => (await _client.UserInfoAsync(token)).Status == 200);
            case "access at introspection":
                return (RecRealm.Name, (await _client.PasswordAsync(client: OidcClient.Svc)).Text("access_token"),
                    async token => (await _client.PostAsync("token/introspect", $"{OidcClient.Svc}&token={token}")).Text("active") == "True");
            case "refresh":
                return (RecRealm.Name, (await _client.PasswordAsync()).Text("refresh_token"), async token => (await _client.RefreshAsync(token)).Status == 200);
            case "offline":
                return (RecRealm.Name, (await _client.PasswordAsync(scope: "openid offline_access")).Text("refresh_token"), async token => (await _client.RefreshAsync(token)).Status == 200);
            case "hint":
                return (RecRealm.Name, (await _client.PasswordAsync()).Text("id_token"), async token =>
                    (await _client.SendAsync(HttpMethod.Get, $"{_client.Protocol}/logout?id_token_hint={token}", null, null, null)).Status == 200);
            case "refresh at logout":
                return (RecRealm.Name, (await _client.PasswordAsync()).Text("refresh_token"), async token => (await _client.PostAsync("logout", $"client_id=app&refresh_token={token}")).Status == 204);
            case "hint at authorization":
                // Nobody is logged in: a good hint leads to that.
                return (RecRealm.Name, (await _client.PasswordAsync()).Text("id_token"), async token =>
                    (await AuthorizeAsync($"&prompt=none&id_token_hint={token}", cookie: null)).Contains("error=login_required", StringComparison.Ordinal));
            case "identity cookie":
                return (RecRealm.Name, await CookieAsync(), async token => (await AuthorizeAsync("&prompt=none", token)).Contains("code=", StringComparison.Ordinal));
            case "mailed link":
                return (RecRealm.Name, await LinkAsync(), async token =>
                    (await _client.SendAsync(HttpMethod.Get, $"{server.BaseUrl}/realms/{RecRealm.Name}/login-actions/action-token?key={token}", null, null, null)).Status == 200);
            case "access at admin":
                await server.EnsureMasterAsync();
                var master = new OidcClient(server, "master");
                var access = (await master.TokenAsync("grant_type=password&client_id=admin-cli&username=admin&password=admin")).Text("access_token");
                return ("master", access, async token => (await BearerAsync($"{server.BaseUrl}/admin/realms/master", token, null)) == 200);
            case "invitation":
                var admin = await AdminApi.CreateAsync(server);
                var invitation = (await admin.PostAsync("/clients-initial-access", """{"count":9}""")).Text("token");
                return (admin.Realm, invitation, async token =>
                    (await BearerAsync($"{server.BaseUrl}/realms/{admin.Realm}/clients-registrations/openid-connect", token, """{"redirect_uris":["https://rp.example/cb"]}""")) == 201);
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind.");
        }
    }

    // As mail and login make them, for the user of the realm.
    private async Task<string> LinkAsync()
    {
        var (realm, user, now) = (await ContextAsync(), await server.UserAsync(RecRealm.Name, "alice"), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var link = new ActionToken { Id = Guid.NewGuid().ToString(), UserId = user.Id, Email = user.Email!, Actions = ["VERIFY_EMAIL"], IssuedAt = now, ExpiresAt = now + 600 };
        return link.Link(realm).Split("key=")[1];
    }

    private async Task<string> CookieAsync()
    {
        var (_, session) = await server.LogInAsync(RecRealm.Name, new CodeRequest { Scope = "openid" });
        var view = (await session.ReadAsync(null, CancellationToken.None))!;
        var http = new DefaultHttpContext();
        IdentityCookie.Set(http, await ContextAsync(), view, TimeProvider.System.GetUtcNow());
        var set = http.Response.Headers.SetCookie.First(cookie => cookie!.StartsWith(IdentityCookie.Name, StringComparison.Ordinal))!;
        return set.Split(';')[0].Split('=', 2)[1];
    }

    private async Task<RealmContext> ContextAsync() => new(await server.RealmAsync(RecRealm.Name), server.BaseUrl) { AdminUrl = server.BaseUrl };

    private async Task<string> AuthorizeAsync(string more, string? cookie)
    {
        var query = $"client_id=app&redirect_uri={Uri.EscapeDataString(RecRealm.RedirectUri)}&response_type=code&scope=openid&code_challenge={OidcClient.Challenge}&code_challenge_method=S256{more}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_client.Protocol}/auth?{query}");
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", $"{IdentityCookie.Name}={cookie}");
        }

        var answer = await Answer.OfAsync(await server.Http.SendAsync(request));
        Assert.InRange(answer.Status, 200, 499);
        return answer.Header("Location") ?? string.Empty;
    }

    private async Task<int> BearerAsync(string address, string token, string? body)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return (await Answer.OfAsync(await server.Http.SendAsync(request))).Status;
    }

    private static string Again(SigningKey key, string token, Action<JsonObject> change)
    {
        var header = (JsonObject)JsonNode.Parse(Text(token, 0))!;
        change(header);
        return Sign(key, Encode(header.ToJsonString()), token.Split('.')[1]);
    }

    private static string Claims(SigningKey key, string token, Action<JsonObject> change)
    {
        var claims = (JsonObject)JsonNode.Parse(Text(token, 1))!;
        change(claims);
        return Sign(key, token.Split('.')[0], Encode(claims.ToJsonString()));
    }

    private static string Sign(SigningKey key, string header, string payload) =>
        $"{header}.{payload}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}")))}";

    private static string Mac(string header, string token, string secret)
    {
        var signed = $"{Encode(header)}.{token.Split('.')[1]}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Text(string token, int part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[part]));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
