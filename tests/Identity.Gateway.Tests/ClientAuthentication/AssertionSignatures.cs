using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Identity.Gateway.ClientAuthentication;
using Identity.Grains.Clients;

namespace Identity.Gateway.Tests.ClientAuthentication;

/// <summary>Which key may have signed an assertion, and by which algorithm.</summary>
public sealed class AssertionSignatures : IDisposable
{
    private static readonly RSASignaturePadding s_pkcs1 = RSASignaturePadding.Pkcs1;

    private readonly ECDsa _p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose()
    {
        _p256.Dispose();
        _p384.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public void Each_algorithm_has_its_one_curve()
    {
        Assert.True(Verify(Ec(_p256), "ES256", null, signed => _p256.SignData(signed, HashAlgorithmName.SHA256)));
        Assert.True(Verify(Ec(_p384), "ES384", null, signed => _p384.SignData(signed, HashAlgorithmName.SHA384)));
        Assert.False(Verify(Ec(_p384), "ES256", null, signed => _p384.SignData(signed, HashAlgorithmName.SHA256)));
        Assert.False(Verify(Ec(_p256), "ES384", null, signed => _p256.SignData(signed, HashAlgorithmName.SHA384)));
    }

    [Fact]
    public void Each_algorithm_has_its_one_padding_and_hash()
    {
        Assert.True(Verify(Rsa(), "RS256", null, signed => _rsa.SignData(signed, HashAlgorithmName.SHA256, s_pkcs1)));
        Assert.True(Verify(Rsa(), "PS512", null, signed => _rsa.SignData(signed, HashAlgorithmName.SHA512, RSASignaturePadding.Pss)));
        Assert.False(Verify(Rsa(), "PS256", null, signed => _rsa.SignData(signed, HashAlgorithmName.SHA256, s_pkcs1)));
        Assert.False(Verify(Rsa(), "RS256", null, signed => _rsa.SignData(signed, HashAlgorithmName.SHA1, s_pkcs1)));
        Assert.False(Verify(Rsa(), "ES256", null, signed => _rsa.SignData(signed, HashAlgorithmName.SHA256, s_pkcs1)));
    }

    [Theory]
    [InlineData("k1", "", true)]
    [InlineData(null, "", true)]
    [InlineData("k2", "", false)]
    [InlineData("k1", ",\"use\":\"sig\",\"alg\":\"ES256\"", true)]
    [InlineData("k1", ",\"use\":\"enc\"", false)]
    [InlineData("k1", ",\"alg\":\"ES384\"", false)]
    [InlineData(null, ",\"alg\":\"RS256\"", false)]
    public void The_key_is_the_one_that_is_named_and_for_this(string? kid, string more, bool isTaken) =>
        Assert.Equal(isTaken, Verify(Ec(_p256, more), "ES256", kid, signed => _p256.SignData(signed, HashAlgorithmName.SHA256)));

    [Fact]
    public void A_public_key_is_no_secret()
    {
        var jwks = Ec(_p256);

        Assert.False(Verify(jwks, "HS256", "k1", signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(jwks), signed)));
        Assert.False(Verify("""{"keys":[{"kty":"oct","kid":"k1","k":"c2VjcmV0"}]}""", "HS256", "k1", signed => HMACSHA256.HashData("secret"u8, signed)));
    }

    [Theory]
    [InlineData("a short secret", "HS256", true)]
    [InlineData("a short secret", "ES256", false)]
    [InlineData("a short secret", "none", false)]
    [InlineData("another secret", "HS256", false)]
    public void A_secret_of_any_length_signs_by_HMAC_alone(string secret, string algorithm, bool isTaken)
    {
        var assertion = Assertion(algorithm, null, signed => HMACSHA256.HashData("a short secret"u8, signed));

        Assert.Equal(isTaken, AssertionKeys.VerifyWithSecret(secret, assertion));
    }

    private static bool Verify(string jwks, string algorithm, string? kid, Func<byte[], byte[]> sign)
    {
        var client = new ClientState
        {
            Id = "c",
            ClientId = "c",
            Attributes = new Dictionary<string, string> { ["use.jwks.string"] = "true", ["jwks.string"] = jwks },
        };
        return AssertionKeys.Verify(client, Assertion(algorithm, kid, sign));
    }

    private static SignedAssertion Assertion(string algorithm, string? kid, Func<byte[], byte[]> sign)
    {
        var header = kid is null ? $$"""{"alg":"{{algorithm}}"}""" : $$"""{"alg":"{{algorithm}}","kid":"{{kid}}"}""";
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString("{\"iss\":\"c\"}"u8)}";
        Assert.True(SignedAssertion.TryParse($"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}", out var assertion));
        return assertion;
    }

    private static string Ec(ECDsa key, string more = "")
    {
        var point = key.ExportParameters(false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return $$"""{"keys":[{"kty":"EC","kid":"k1","crv":"P-{{key.KeySize}}","x":"{{x}}","y":"{{y}}"{{more}}}]}""";
    }

    private string Rsa()
    {
        var key = _rsa.ExportParameters(false);
        return $$"""{"keys":[{"kty":"RSA","kid":"k1","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}""";
    }
}
