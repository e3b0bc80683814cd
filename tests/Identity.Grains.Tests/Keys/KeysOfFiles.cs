using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Tests.Realms;

namespace Identity.Grains.Tests.Keys;

/// <summary>What a realm file may bring as keys.</summary>
public class KeysOfFiles
{
    private const string First = "components.org.keycloak.keys.KeyProvider[0].config";

    [Theory]
    [InlineData("algorithm", "FOO")]
    [InlineData("algorithm", "none")]
    [InlineData("algorithm", "ES256")]
    [InlineData("algorithm", "HS256")]
    [InlineData("algorithm", "RSA-OAEP")]
    [InlineData("algorithm", "rs256")]
    [InlineData("keyUse", "both")]
    [InlineData("kid", "a\"b")]
    [InlineData("kid", "a b")]
    [InlineData("kid", "a\\b")]
    [InlineData("kid", "a\nb")]
    [InlineData("kid", "ä")]
    [InlineData("priority", "first")]
    [InlineData("priority", "9223372036854775808")]
    [InlineData("priority", "1.5")]
    [InlineData("enabled", "perhaps")]
    [InlineData("active", "1")]
    [InlineData("certificate", "!")]
    [InlineData("certificate", "AAAA")]
    public void An_RSA_key_with_a_field_that_does_not_fit_is_refused_by_name(string name, string value) =>
        Assert.Equal($"{First}.{name}", Refused(KeyMaterial.Rsa(2048, (name, value))).Path);

    [Fact]
    public void A_kid_and_a_certificate_have_bounds()
    {
        Assert.Equal($"{First}.kid", Refused(KeyMaterial.Rsa(2048, ("kid", new string('k', 256)))).Path);
        Assert.Equal($"{First}.certificate", Refused(KeyMaterial.Rsa(2048, ("certificate", new string('A', 20_000)))).Path);
        Assert.Equal(First, Refused(KeyMaterial.Component("rsa", ("privateKey", new string('A', 20_000)))).Path);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2040)]
    public void A_short_RSA_key_is_refused(int bits) => Assert.Equal($"{First}.privateKey", Refused(KeyMaterial.Rsa(bits)).Path);

    [Fact]
    public void A_certificate_of_another_key_is_refused() =>
        Assert.Equal($"{First}.certificate", Refused(KeyMaterial.Rsa(2048, ("certificate", KeyMaterial.OtherCertificate()))).Path);

    [Fact]
    public void An_elliptic_key_is_on_the_curve_that_it_says_and_that_an_algorithm_has()
    {
        Assert.Equal($"{First}.ecdsaEllipticCurveKey", Refused(KeyMaterial.Ecdsa(ECCurve.NamedCurves.nistP384, ("ecdsaEllipticCurveKey", "P-256"))).Path);
        Assert.Equal($"{First}.ecdsaPrivateKey", Refused(KeyMaterial.Ecdsa(ECCurve.CreateFromFriendlyName("secp256k1"))).Path);
        Assert.Equal("ES512", Assert.Single(Read(KeyMaterial.Ecdsa(ECCurve.NamedCurves.nistP521)).Keys).Algorithm);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("MC4CAQAwBQYDK2VwBCIEIA==")]
    [InlineData("MC4CAQAwBQYDK2VvBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_Ed25519_key_is_refused(string key)
    {
        var component = KeyMaterial.Component("eddsa-generated", ("eddsaPrivateKey", key));

        if (key.Length == 0)
        {
            Assert.Empty(Read(component).Keys);
        }
        else
        {
            Assert.Equal(First, Refused(component).Path);
        }
    }

    [Theory]
    [InlineData("hmac-generated", 15)]
    [InlineData("hmac-generated", 513)]
    [InlineData("aes-generated", 15)]
    [InlineData("aes-generated", 33)]
    [InlineData("aes-generated", 64)]
    public void A_secret_of_another_size_is_refused(string provider, int bytes) =>
        Assert.Equal($"{First}.secret", Refused(KeyMaterial.Secret(provider, bytes)).Path);

    [Theory]
    [InlineData("rsa-generated", "algorithm", "FOO")]
    [InlineData("rsa-generated", "keySize", "512")]
    [InlineData("ecdsa-generated", "ecdsaEllipticCurveKey", "P-192")]
    [InlineData("hmac-generated", "secretSize", "1")]
    [InlineData("aes-generated", "priority", "x")]
    public void A_key_that_cannot_be_made_is_refused_where_the_file_asks_for_it(string provider, string name, string value) =>
        Assert.Equal($"{First}.{name}", Refused(KeyMaterial.Component(provider, (name, value))).Path);

    [Fact]
    public void The_same_kid_and_the_same_key_come_once()
    {
        var key = KeyMaterial.Rsa();
        var again = (JsonObject)key.DeepClone();
        ((JsonObject)again["config"]!)["kid"] = new JsonArray("other");
        ((JsonObject)again["config"]!)["algorithm"] = new JsonArray("PS256");
        var secret = KeyMaterial.Secret("hmac-generated", 64);
        var secretAgain = (JsonObject)secret.DeepClone();
        ((JsonObject)secretAgain["config"]!)["kid"] = new JsonArray("other");

        Assert.Equal("components.org.keycloak.keys.KeyProvider[1].config.kid", Refused(KeyMaterial.Rsa(2048, ("kid", "k")), KeyMaterial.Rsa(2048, ("kid", "k"))).Path);
        Assert.Equal("components.org.keycloak.keys.KeyProvider[1].config", Refused(key, again).Path);
        Assert.Equal("components.org.keycloak.keys.KeyProvider[1].config", Refused(secret, secretAgain).Path);
    }

    [Fact]
    public void Two_components_have_two_ids()
    {
        var (one, other) = (KeyMaterial.Rsa(), KeyMaterial.Rsa());
        (one["id"], other["id"]) = ("same", "same");

        Assert.Equal("components.org.keycloak.keys.KeyProvider[1].config", Refused(one, other).Path);
    }

    [Fact]
    public void An_RSA_key_whose_parts_do_not_belong_together_is_refused()
    {
        using var rsa = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var mixed = rsa.ExportParameters(includePrivateParameters: true);
        var key = Convert.ToBase64String(rsa.ExportRSAPrivateKey());
        var broken = Convert.FromBase64String(key);
        var at = broken.AsSpan().IndexOf(mixed.DP.AsSpan(4));
        other.ExportParameters(includePrivateParameters: true).DP.AsSpan(4).CopyTo(broken.AsSpan(at));

        Assert.StartsWith(First, Refused(KeyMaterial.Component("rsa", ("privateKey", Convert.ToBase64String(broken)))).Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_taken_signs_and_is_published()
    {
        var realm = Read(
            KeyMaterial.Rsa(2048, ("algorithm", "PS512"), ("keyUse", "sig"), ("priority", "-9223372036854775808"), ("active", "true")),
            KeyMaterial.Ecdsa(ECCurve.NamedCurves.nistP256, ("ecdsaEllipticCurveKey", "P-256")),
            KeyMaterial.Secret("hmac-generated", 16, ("algorithm", "HS256")));
        var keys = RealmFiles.KeysReader.Read(realm);

        foreach (var key in realm.Keys)
        {
            var signing = keys.Find(key.Kid)!;
            Assert.True(signing.Verify([1, 2, 3], signing.Sign([1, 2, 3])));
        }

        Assert.Equal(2, JsonNode.Parse(Jwks.Write(keys))!["keys"]!.AsArray().Count);
    }

    private static RealmState Read(params JsonObject[] components) => RealmFiles.Read(KeyMaterial.File(components)).Realm;

    private static RealmFileException Refused(params JsonObject[] components) => Assert.Throws<RealmFileException>(() => Read(components));
}
