using Identity.Grains.OneTimeCodes;
using Identity.Grains.Tests.Passwords;
using Identity.Grains.Users;
using Identity.Testing;

namespace Identity.Grains.Tests.OneTimeCodes;

public class UsingACodeInParallel(PostgresServer server)
{
    private static readonly Credential s_otp = new()
    {
        Id = "o",
        Type = "otp",
        SecretData = """{"value":"12345678901234567890"}""",
        CredentialData = """{"subType":"totp","digits":6,"period":30,"algorithm":"HmacSHA1"}""",
    };

    [Fact]
    public async Task One_code_on_two_pods_at_once_is_accepted_once()
    {
        await using var pods = await LoginPods.StartAsync(server, user: alice => alice with { Credentials = [.. alice.Credentials, s_otp] });
        var step = pods.Time.GetUtcNow().ToUnixTimeSeconds() / 30;
        var attempt = new OneTimeCode { Code = TimeBasedKey.Parse(s_otp)!.CodeAt(step) };

        var accepted = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => pods.User(number % 2).UseOneTimeCodeAsync(attempt)));

        Assert.Single(accepted, answer => answer);
    }
}
