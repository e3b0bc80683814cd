using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Keys;

/// <summary>A key that a realm could not use is refused, and one that it takes stops nothing.</summary>
public class UploadedKeys(GatewayServer server)
{
    private static readonly string Pem = Rsa(2048);

    private static IReadOnlyList<(string Provider, string Config)> Refused =>
    [
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"algorithm":["FOO"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"algorithm":["ES256"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"algorithm":["none"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"algorithm":["RSA-OAEP"]}"""),
        ("rsa-enc", $$"""{"privateKey":["{{Pem}}"],"algorithm":["RS256"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"keyUse":["BOTH"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"kid":["a\"b"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"kid":["a b"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"kid":["{{new string('k', 300)}}"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"priority":["many"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"priority":["99999999999999999999"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"enabled":["perhaps"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"active":["1"]}"""),
        ("rsa", $$"""{"privateKey":["{{Pem}}"],"certificate":["AAAA"]}"""),
        ("rsa", $$"""{"privateKey":["{{Rsa(512)}}"]}"""),
        ("rsa", $$"""{"privateKey":["{{Rsa(1024)}}"]}"""),
        ("rsa", $$"""{"privateKey":["{{new string('A', 20_000)}}"]}"""),
        ("rsa", """{"privateKey":["nonsense"]}"""),
        ("rsa", "{}"),
        ("rsa-generated", """{"keySize":["512"]}"""),
        ("rsa-generated", """{"algorithm":["none"]}"""),
        ("hmac-generated", """{"secretSize":["1"]}"""),
        ("aes-generated", """{"secretSize":["17"]}"""),
        ("ecdsa-generated", """{"ecdsaEllipticCurveKey":["secp256k1"]}"""),
        ("java-keystore", """{"keystore":["/etc/passwd"]}"""),
        ("ecdh-generated", "{}"),
    ];

    [Fact]
    public async Task What_is_no_usable_key_is_refused()
    {
        var admin = await AdminApi.CreateAsync(server);

        foreach (var (provider, config) in Refused)
        {
            var answer = await admin.PostAsync("/components", Component(provider, config));
            Assert.True(answer.Status == 400, $"{provider} {config[..Math.Min(config.Length, 40)]} {config[^Math.Min(config.Length, 20)..]}: {answer.Status}");
        }

        Assert.Equal(200, (await new OidcClient(server, admin.Realm).SendAsync(HttpMethod.Get, $"{server.BaseUrl}/realms/{admin.Realm}/protocol/openid-connect/certs", null, null, null)).Status);
    }

    [Fact]
    public async Task A_key_comes_once()
    {
        var admin = await AdminApi.CreateAsync(server);
        var component = Component("rsa", $$"""{"privateKey":["{{Pem}}"],"kid":["mine"]}""");

        Assert.Equal(201, (await admin.PostAsync("/components", component)).Status);
        Assert.Equal(400, (await admin.PostAsync("/components", component)).Status);
        Assert.Equal(400, (await admin.PostAsync("/components", Component("rsa", $$"""{"privateKey":["{{Pem}}"],"kid":["other"]}"""))).Status);
        Assert.Equal(400, (await admin.PostAsync("/components", Component("rsa", $$"""{"privateKey":["{{Rsa(2048)}}"],"kid":["mine"]}"""))).Status);
        Assert.Equal(204, (await admin.DeleteAsync(string.Empty)).Status);
    }

    [Fact]
    public async Task A_file_obeys_the_same_rules()
    {
        var admin = await AdminApi.CreateAsync(server);
        var file = new JsonObject
        {
            ["realm"] = $"f{Guid.NewGuid():N}",
            ["components"] = new JsonObject
            {
                ["org.keycloak.keys.KeyProvider"] = new JsonArray(JsonNode.Parse($$"""{"name":"k","providerId":"rsa","config":{"privateKey":["{{Pem}}"],"algorithm":["FOO"]} }""")),
            },
        };

        Assert.Equal(400, (await admin.PostAsync("/admin/realms", file)).Status);
    }

    private static string Component(string provider, string config) =>
        $$"""{"name":"k","providerId":"{{provider}}","providerType":"org.keycloak.keys.KeyProvider","config":{{config}} }""";

    private static string Rsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        return Convert.ToBase64String(rsa.ExportPkcs8PrivateKey());
    }
}
