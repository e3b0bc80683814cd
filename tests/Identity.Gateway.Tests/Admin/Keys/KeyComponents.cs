using System.Security.Cryptography;
using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Keys;

/// <summary>A refusal of a key says which field it is for; keys that come at the same time obey the rules too, and changed ones.</summary>
public class KeyComponents(GatewayServer server)
{
    private const string Keys = "org.keycloak.keys.KeyProvider";

    [Theory]
    [InlineData("rsa", "algorithm", "FOO")]
    [InlineData("rsa", "algorithm", "ES256")]
    [InlineData("rsa", "algorithm", "none")]
    [InlineData("rsa", "algorithm", "RSA-OAEP")]
    [InlineData("rsa-enc", "algorithm", "RS256")]
    [InlineData("rsa-enc", "keyUse", "SIG")]
    [InlineData("rsa", "kid", "a\"}b")]
    [InlineData("rsa", "priority", "99999999999999999999")]
    [InlineData("rsa", "enabled", "yes")]
    [InlineData("rsa", "certificate", "AAAA")]
    [InlineData("rsa-generated", "algorithm", "FOO")]
    [InlineData("rsa-generated", "keySize", "512")]
    [InlineData("rsa-generated", "priority", "99999999999999999999")]
    [InlineData("ecdsa-generated", "ecdsaEllipticCurveKey", "P-192")]
    [InlineData("eddsa-generated", "eddsaEllipticCurveKey", "Ed448")]
    [InlineData("hmac-generated", "secretSize", "8")]
    [InlineData("aes-generated", "secretSize", "64")]
    [InlineData("aes-generated", "active", "0")]
    public async Task A_key_with_a_field_that_does_not_fit_is_refused_by_name(string provider, string name, string value)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.PostAsync("/components", Component(provider, PrivateKey(2048), (name, value)));

        Assert.Equal(400, refused.Status);
        Assert.StartsWith($"config.{name}: ", refused.Json.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        await ServesAsync(admin);
    }

    [Fact]
    public async Task The_same_key_and_the_same_kid_are_taken_once_however_many_ask_at_the_same_time()
    {
        var admin = await AdminApi.CreateAsync(server);
        var key = PrivateKey(2048);

        // As many as may wait for their turn at a realm's keys.
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => admin.PostAsync("/components", Component("rsa", key))));
        var sameKid = new List<int>();
        foreach (var other in (string[])[PrivateKey(2048), PrivateKey(2048)])
        {
            sameKid.Add((await admin.PostAsync("/components", Component("rsa", other, ("kid", "mine")))).Status);
        }

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Equal(3, answers.Count(answer => answer.Status == 400));
        Assert.Equal([201, 400], sameKid);
        await ServesAsync(admin);
    }

    [Fact]
    public async Task Another_algorithm_of_an_rsa_key_counts_and_that_of_another_key_is_refused()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/components", Component("rsa", PrivateKey(2048), ("priority", "1000")));
        var secret = await admin.CreateAsync("/components", Component("hmac-generated", null, ("algorithm", "HS256")));
        var curve = await admin.CreateAsync("/components", Component("ecdsa-generated", null, ("ecdsaEllipticCurveKey", "P-256")));

        Assert.Equal(204, (await admin.PutAsync($"/components/{id}", Component("rsa", null, ("priority", "1000"), ("algorithm", "RS512")))).Status);

        var stored = await admin.GetAsync($"/components/{id}");
        Assert.Equal("RS512", stored.Json.GetProperty("config").GetProperty("algorithm")[0].GetString());
        Assert.StartsWith("config.algorithm: ", await RefusalAsync(secret, "hmac-generated", ("algorithm", "HS512")), StringComparison.Ordinal);
        Assert.StartsWith("config.ecdsaEllipticCurveKey: ", await RefusalAsync(curve, "ecdsa-generated", ("ecdsaEllipticCurveKey", "P-521")), StringComparison.Ordinal);
        Assert.Equal(204, (await admin.PutAsync($"/components/{curve}", Component("ecdsa-generated", null, ("ecdsaEllipticCurveKey", "P-256")))).Status);
        await ServesAsync(admin);

        async Task<string?> RefusalAsync(string key, string provider, (string, string) field)
        {
            var refused = await admin.PutAsync($"/components/{key}", Component(provider, null, field));
            Assert.Equal(400, refused.Status);
            return refused.Json.GetProperty("errorMessage").GetString();
        }
    }

    [Fact]
    public async Task A_key_stays_of_its_provider_and_its_algorithms()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/components", Component("rsa", PrivateKey(2048)));

        Assert.Equal(400, (await admin.PutAsync($"/components/{id}", Component("rsa", null, ("algorithm", "FOO")))).Status);
        Assert.Equal(400, (await admin.PutAsync($"/components/{id}", Component("hmac-generated", null))).Status);
        Assert.Equal(400, (await admin.PutAsync($"/components/{id}", """{"providerType":"org.keycloak.userprofile.UserProfileProvider","config":{}}""")).Status);
        Assert.Equal(204, (await admin.PutAsync($"/components/{id}", Component("rsa", null, ("priority", "7")))).Status);
        Assert.Equal(204, (await admin.DeleteAsync($"/components/{id}")).Status);
        await ServesAsync(admin);
    }

    private async Task ServesAsync(AdminApi admin)
    {
        var keys = await Answer.OfAsync(await server.Http.GetAsync($"{server.BaseUrl}/realms/{admin.Realm}/protocol/openid-connect/certs"));
        Assert.Equal(200, keys.Status);
        Assert.Equal(200, (await admin.GetAsync("/keys")).Status);
    }

    private static string PrivateKey(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private static string Component(string provider, string? privateKey, params (string Name, string Value)[] config)
    {
        var fields = config.ToDictionary(field => field.Name, field => new[] { field.Value });
        if (privateKey is not null)
        {
            fields["privateKey"] = [privateKey];
        }

        var text = string.Join(',', fields.Select(field => $"\"{field.Key}\":[\"{JsonEncodedText.Encode(field.Value[0])}\"]"));
        return $$"""{"name":"{{provider}}","providerId":"{{provider}}","providerType":"{{Keys}}","config":{ {{text}} } }""";
    }
}
