using Identity.Grains.OneTimeCodes;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Tests.OneTimeCodes;

public class TimeBasedCodes
{
    private const string Seed20 = "12345678901234567890";
    private static readonly string s_seed32 = (Seed20 + Seed20)[..32];
    private static readonly string s_seed64 = (Seed20 + Seed20 + Seed20 + Seed20)[..64];
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1111111111);
    private static readonly RealmState s_realm = new() { Id = "r", Realm = "acme", BruteForceProtected = true };

    // RFC 6238 appendix B.
    [Theory]
    [InlineData(59, "94287082", "46119246", "90693936")]
    [InlineData(1111111109, "07081804", "68084774", "25091201")]
    [InlineData(1234567890, "89005924", "91819424", "93441116")]
    [InlineData(20000000000, "65353130", "77737706", "47863826")]
    public void The_codes_are_those_of_the_RFC(long seconds, string sha1, string sha256, string sha512)
    {
        Assert.Equal(sha1, Key("HmacSHA1", Seed20).CodeAt(seconds / 30));
        Assert.Equal(sha256, Key("HmacSHA256", s_seed32).CodeAt(seconds / 30));
        Assert.Equal(sha512, Key("HmacSHA512", s_seed64).CodeAt(seconds / 30));
    }

    [Fact]
    public void A_secret_may_be_base32()
    {
        var credential = Otp("HmacSHA1", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", """, "secretEncoding": "BASE32" """);

        Assert.Equal("94287082", TimeBasedKey.Parse(credential)!.CodeAt(1));
    }

    [Theory]
    [InlineData("""{"subType":"hotp","digits":6,"counter":1,"algorithm":"HmacSHA1"}""", """{"value":"x"}""")]
    [InlineData("""{"subType":"totp","digits":6,"period":0,"algorithm":"HmacSHA1"}""", """{"value":"x"}""")]
    [InlineData("""{"subType":"totp","digits":1,"period":30,"algorithm":"HmacSHA1"}""", """{"value":"x"}""")]
    [InlineData("""{"subType":"totp","digits":6,"period":30,"algorithm":"HmacMD5"}""", """{"value":"x"}""")]
    [InlineData("""{"subType":"totp","digits":6,"period":30,"algorithm":"HmacSHA1"}""", "{}")]
    [InlineData("nonsense", "[]")]
    public void What_cannot_be_checked_is_a_factor_all_the_same(string data, string secret)
    {
        var credential = Otp("HmacSHA1", Seed20) with { CredentialData = data, SecretData = secret };

        Assert.Equal(SecondFactor.Unsupported, SecondFactors.Of(User(credential)));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_of_a_neighbouring_period_is_accepted(int away, bool accepted)
    {
        var user = User(Otp("HmacSHA1", Seed20));

        Assert.Equal(accepted, OneTimeCodeRules.Use(user, Attempt(away), s_realm, s_now).Accepted);
    }

    [Fact]
    public void A_code_serves_once_and_so_do_those_before_it()
    {
        var user = User(Otp("HmacSHA1", Seed20)) with { Failures = new LoginFailures { Count = 2 } };

        var (used, accepted) = OneTimeCodeRules.Use(user, Attempt(0), s_realm, s_now);

        Assert.True(accepted);
        Assert.Null(used.Failures);
        Assert.False(OneTimeCodeRules.Use(used, Attempt(0), s_realm, s_now).Accepted);
        Assert.False(OneTimeCodeRules.Use(used, Attempt(-1), s_realm, s_now).Accepted);
        Assert.True(OneTimeCodeRules.Use(used, Attempt(1), s_realm, s_now).Accepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("0٠٠٠٠٠٠٠")]
    public void A_wrong_code_counts_as_a_wrong_password_does(string? code)
    {
        var user = User(Otp("HmacSHA1", Seed20));

        var (next, accepted) = OneTimeCodeRules.Use(user, new OneTimeCode { Code = code, IpAddress = "192.0.2.1" }, s_realm, s_now);

        Assert.False(accepted);
        Assert.Equal((1, "192.0.2.1"), (next.Failures!.Count, next.Failures.LastIpAddress));
    }

    [Fact]
    public void A_locked_or_disabled_user_gets_no_answer_to_a_right_code()
    {
        var user = User(Otp("HmacSHA1", Seed20));

        Assert.False(OneTimeCodeRules.Use(user with { Enabled = false }, Attempt(0), s_realm, s_now).Accepted);
        Assert.False(OneTimeCodeRules.Use(user with { Failures = new LoginFailures { LockedPermanently = true } }, Attempt(0), s_realm, s_now).Accepted);
    }

    private static OneTimeCode Attempt(int away) => new() { Code = Key("HmacSHA1", Seed20).CodeAt((s_now.ToUnixTimeSeconds() / 30) + away) };

    private static TimeBasedKey Key(string algorithm, string seed) => TimeBasedKey.Parse(Otp(algorithm, seed))!;

    private static Credential Otp(string algorithm, string seed, string more = "") => new()
    {
        Id = "o",
        Type = "otp",
        SecretData = $$"""{"value":"{{seed}}"}""",
        CredentialData = $$"""{"subType":"totp","digits":8,"counter":0,"period":30,"algorithm":"{{algorithm}}"{{more}}}""",
    };

    private static UserState User(Credential credential) => new() { Id = "u", Username = "frank", Credentials = [credential] };
}
