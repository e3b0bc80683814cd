using System.Buffers.Text;
using System.Text;
using Identity.Grains.Keys;

namespace Identity.Grains.Tests.Keys;

public sealed class Ed25519Vectors
{
    private const string Pkcs8Prefix = "302e020100300506032b657004220420";

    // RFC 8032 section 7.1, tests 1 to 3: secret key, public key, message, signature.
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void Signs_and_verifies_as_the_RFC_says(string secret, string publicKey, string message, string signature)
    {
        var pkcs8 = Convert.FromHexString(Pkcs8Prefix + secret);
        var key = TestKeys.Key("EdDSA", pkcs8);
        var data = Convert.FromHexString(message);

        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(data)));
        Assert.True(key.Verify(data, Convert.FromHexString(signature)));
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519SigningKey.PublicKey(pkcs8).AsSpan(12)));
    }

    [Fact]
    public void Signs_a_JWS_as_the_RFC_says()
    {
        // RFC 8037 appendix A.4.
        var key = TestKeys.Key("EdDSA", [.. Convert.FromHexString(Pkcs8Prefix), .. Base64Url.DecodeFromChars("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")]);

        var signature = key.Sign(Encoding.ASCII.GetBytes("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"));

        Assert.Equal("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg", Base64Url.EncodeToString(signature));
    }

    [Fact]
    public void Refuses_another_text_and_a_cut_signature()
    {
        var key = TestKeys.Key("EdDSA", Ed25519SigningKey.NewPkcs8());
        var signature = key.Sign("text"u8);

        Assert.False(key.Verify("texT"u8, signature));
        Assert.False(key.Verify("text"u8, signature.AsSpan(1)));
        Assert.False(key.Verify("text"u8, []));
    }

    [Fact]
    public void One_key_serves_many_threads()
    {
        var key = TestKeys.Key("EdDSA", Ed25519SigningKey.NewPkcs8());

        Parallel.For(0, 500, i => Assert.True(key.Verify(BitConverter.GetBytes(i), key.Sign(BitConverter.GetBytes(i)))));
    }

    [Fact]
    public void A_key_of_another_kind_is_refused() =>
        Assert.Throws<NotSupportedException>(() => TestKeys.Key("EdDSA", new byte[48]));
}
