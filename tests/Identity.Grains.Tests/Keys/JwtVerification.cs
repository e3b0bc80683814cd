using System.Buffers.Text;
using System.Text;
using Identity.Grains.Keys;

namespace Identity.Grains.Tests.Keys;

public sealed class JwtVerification
{
    private static readonly RealmKeys Keys = TestKeys.Keys;
    private static readonly SigningKey Rsa = Keys.Active("RS256")!;
    private static readonly SigningKey Hmac = Keys.Active("HS512")!;
    private static readonly string Good = Jwt.Sign(Rsa, "JWT", """{"sub":"alice"}"""u8);

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    [InlineData("EdDSA")]
    [InlineData("HS512")]
    public void Takes_what_a_key_of_the_realm_signed(string algorithm)
    {
        var token = Jwt.Sign(Keys.Active(algorithm)!, "JWT", """{"sub":"alice"}"""u8);

        Assert.Equal("alice", Jwt.Verify(Keys, token)?.GetProperty("sub").GetString());
    }

    public static TheoryData<string> Refused
    {
        get
        {
            var parts = Good.Split('.');
            var publicKey = Convert.FromBase64String(Keys.Published.First(key => key.Kid == Rsa.Kid).PublicKey!);
            return
            [
                "", ".", "..", "...", "a.b.c", "abc", " ", $" {Good}", $"{Good} ", $"{Good}\n",
                $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"{Good}.", $"{Good}.{parts[2]}", $".{parts[1]}.{parts[2]}",
                $"{parts[0]}.{parts[0]}.{parts[2]}", $"{parts[1]}.{parts[0]}.{parts[2]}", $"{parts[0]}.{parts[1]}.{parts[2]}=",
                $"{parts[0]}.{parts[1]}.{parts[2][..^8]}", $"{parts[0]}.{parts[1]}.{parts[2]}AAAA", $"{parts[0]}.!{parts[1]}.{parts[2]}",
                $"{parts[0]}.{Encode("""{"sub":"mallory"}""")}.{parts[2]}",
                Unsigned($$"""{"alg":"none","kid":"{{Rsa.Kid}}"}"""), Unsigned("""{"alg":"none"}"""), Unsigned($$"""{"alg":"None","kid":"{{Rsa.Kid}}"}"""),
                Signed(Rsa, """{"alg":"RS256"}"""), Signed(Rsa, """{"alg":"RS256","kid":"nobody"}"""), Signed(Rsa, $$"""{"kid":"{{Rsa.Kid}}"}"""),
                Signed(Rsa, $$"""{"alg":"RS256","kid":"{{Hmac.Kid}}"}"""), Signed(Rsa, $$"""{"alg":"RS384","kid":"{{Rsa.Kid}}"}"""),
                Signed(Rsa, $$"""{"alg":"PS256","kid":"{{Rsa.Kid}}"}"""), Signed(Rsa, $$"""{"alg":"rs256","kid":"{{Rsa.Kid}}"}"""),
                Signed(Rsa, $$"""{"alg":["RS256"],"kid":"{{Rsa.Kid}}"}"""), Signed(Rsa, $$"""{"alg":"RS256","kid":1}"""),
                Signed(Rsa, "[]"), Signed(Rsa, "null"), Signed(Rsa, "\"RS256\""), Signed(Rsa, $$"""{"alg":"RS256","kid":"{{Rsa.Kid}}"} x"""),
                Signed(Rsa, Header("RS256", Rsa.Kid), "[]"), Signed(Rsa, Header("RS256", Rsa.Kid), "null"), Signed(Rsa, Header("RS256", Rsa.Kid), "{"),
                Signed(Rsa, Header("RS256", Rsa.Kid), ""),
                Signed(Rsa, Header("RS256", Rsa.Kid), """{"sub":"alice","sub":"mallory"}"""), Signed(Rsa, Header("RS256", Rsa.Kid), """{"a":{"b":1,"\u0062":2}}"""),
                Signed(Rsa, Header("RS256", Rsa.Kid), """{"sub":"\ud800"}"""), Signed(Rsa, Header("RS256", Rsa.Kid), """{"\udc00":1}"""),
                Signed(TestKeys.Key("HS512", publicKey), Header("HS512", Rsa.Kid)),
                Signed(TestKeys.Key("HS512", publicKey), Header("RS256", Rsa.Kid)),
                Signed(TestKeys.Key("HS512", Encoding.ASCII.GetBytes(Convert.ToBase64String(publicKey))), Header("HS512", Rsa.Kid)),
                Signed(TestKeys.Key("HS512", []), Header("HS512", Hmac.Kid)),
                Signed(TestKeys.Key("HS256", new byte[64]), Header("HS256", Hmac.Kid)),
                Signed(Rsa, Header("RS256", Keys.Published.First(key => key.Algorithm == "RSA-OAEP").Kid)),
                Signed(Rsa, Header("RS256", Rsa.Kid), $$"""{"sub":"{{new string('a', 64 * 1024)}}"}"""),
            ];
        }
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Refuses_everything_else(string token) => Assert.Null(Jwt.Verify(Keys, token));

    [Fact]
    public void Refuses_no_token() => Assert.Null(Jwt.Verify(Keys, null));

    [Fact]
    public void Refuses_any_changed_bit_of_the_signature()
    {
        var dot = Good.LastIndexOf('.');
        var signature = Base64Url.DecodeFromChars(Good.AsSpan(dot + 1));

        for (var bit = 0; bit < signature.Length * 8; bit += 37)
        {
            var changed = signature.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Jwt.Verify(Keys, Good[..(dot + 1)] + Base64Url.EncodeToString(changed)));
        }
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    public void The_header_names_algorithm_type_and_key(string type)
    {
        var parts = Jwt.Sign(Rsa, type, """{"sub":"alice"}"""u8).Split('.');

        Assert.Equal($$"""{"alg":"RS256","typ":"{{type}}","kid":"{{Rsa.Kid}}"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal("""{"sub":"alice"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
    }

    [Fact]
    public void A_header_that_was_taken_once_proves_nothing()
    {
        var keys = TestKeys.Open(TestKeys.Realm);
        var parts = Good.Split('.');
        Assert.NotNull(Jwt.Verify(keys, Good));

        Assert.Null(Jwt.Verify(keys, $"{parts[0]}.{Encode("""{"sub":"mallory"}""")}.{parts[2]}"));
        Assert.Null(Jwt.Verify(keys, $"{parts[0]}.{parts[1]}."));
        Assert.Null(Jwt.Verify(keys, $"{parts[0]}.{parts[1]}.{Encode("signature")}"));
    }

    [Fact]
    public void More_headers_than_are_remembered_are_taken()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(Jwt.Verify(Keys, Signed(Rsa, $$"""{{{new string(' ', i)}}"alg":"RS256","kid":"{{Rsa.Kid}}"}""")));
        }
    }

    [Fact]
    public void Refuses_a_key_of_another_realm() =>
        Assert.Null(Jwt.Verify(TestKeys.Open(TestKeys.Realm with { Keys = [TestKeys.Generator.Generate("r", "RS256", 1)] }), Good));

    [Fact]
    public void A_passive_key_verifies_and_a_disabled_one_does_not()
    {
        RealmKeys With(string status) => TestKeys.Open(TestKeys.Realm with { Keys = [.. TestKeys.Realm.Keys.Select(key => key with { Status = status })] });

        Assert.NotNull(Jwt.Verify(With("PASSIVE"), Good));
        Assert.Null(With("PASSIVE").Active("RS256"));
        Assert.Null(Jwt.Verify(With("DISABLED"), Good));
    }

    private static string Header(string algorithm, string kid) => $$"""{"alg":"{{algorithm}}","kid":"{{kid}}"}""";

    private static string Unsigned(string header) => $"{Encode(header)}.{Encode("""{"sub":"mallory"}""")}.";

    private static string Signed(SigningKey key, string header, string payload = """{"sub":"mallory"}""")
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
