using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Identity.Testing;

namespace Identity.Grains.Tests.Passwords;

public class LoggingIn(PostgresServer server)
{
    [Theory]
    [InlineData("alice")]
    [InlineData(" ALICE ")]
    [InlineData("alice@example.ORG")]
    public async Task The_right_password_is_accepted_by_name_and_email(string login)
    {
        await using var pods = await LoginPods.StartAsync(server);

        var accepted = Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password, login));

        Assert.Equal(pods.UserId, accepted.User.Id);
        Assert.Empty(accepted.User.Credentials);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Emails_log_in_only_where_the_realm_allows_it(bool allowed, bool duplicates)
    {
        await using var pods = await LoginPods.StartAsync(
            server, realm => realm with { LoginWithEmailAllowed = allowed, DuplicateEmailsAllowed = duplicates });

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, LoginPods.Password, "alice@example.org"));
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("nobody", "wrong")]
    [InlineData("nobody@example.org", "wrong")]
    [InlineData("a\0b", "wrong")]
    [InlineData("", "wrong")]
    [InlineData("alice", "")]
    [InlineData("alice", null)]
    public async Task Every_rejection_costs_one_hash(string login, string? password)
    {
        await using var pods = await LoginPods.StartAsync(server);

        var result = await pods.CheckAsync(0, password ?? new string('x', PasswordHashing.MaxPasswordBytes + 1), login);

        Assert.IsType<PasswordResult.Rejected>(result);
        await Eventually.TrueAsync(() => pods.Hashes == 1, "one hash was counted");
    }

    [Fact]
    public async Task A_user_without_a_password_costs_one_hash_and_counts()
    {
        await using var pods = await LoginPods.StartAsync(server, user: alice => alice with { Credentials = [] });

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, LoginPods.Password));

        await Eventually.TrueAsync(() => pods.Hashes == 1, "one hash was counted");
        Assert.Equal(1, (await pods.FailuresAsync(0))!.Count);
    }

    [Fact]
    public async Task A_locked_user_costs_one_hash_and_is_refused_with_the_right_password()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { FailureFactor = 1 });
        await pods.CheckAsync(0, "wrong");
        await Eventually.TrueAsync(() => pods.Hashes == 1, "one hash was counted");

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(1, LoginPods.Password));
        await Eventually.TrueAsync(() => pods.Hashes == 2, "one more hash was counted");

        pods.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(1, LoginPods.Password));
        Assert.Null(await pods.FailuresAsync(0));
    }

    [Fact]
    public async Task A_disabled_user_is_told_so_only_with_the_right_password_and_wrong_ones_count()
    {
        await using var pods = await LoginPods.StartAsync(server, user: alice => alice with { Enabled = false });

        Assert.IsType<PasswordResult.Disabled>(await pods.CheckAsync(0, LoginPods.Password));
        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong"));
        Assert.Equal(1, (await pods.FailuresAsync(1))!.Count);
    }

    [Fact]
    public async Task An_old_hash_is_upgraded_at_login()
    {
        using var old = new HashingSetup();
        var pbkdf2 = await old.Hashing.HashAsync(LoginPods.Password, PasswordHashPolicy.Default with { Algorithm = "pbkdf2-sha256", Iterations = 1000 });
        await using var pods = await LoginPods.StartAsync(server, user: alice => alice with { Credentials = [pbkdf2] });

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong"));
        Assert.Equal(pbkdf2, await StoredAsync(pods));

        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password));
        var upgraded = await StoredAsync(pods);
        Assert.Equal(pbkdf2.Id, upgraded.Id);
        Assert.Contains("argon2", upgraded.CredentialData, StringComparison.Ordinal);

        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(1, LoginPods.Password));
        Assert.Equal(upgraded, await StoredAsync(pods));
    }

    [Fact]
    public async Task A_changed_password_is_the_only_one_on_every_pod()
    {
        await using var pods = await LoginPods.StartAsync(
            server, realm => realm with { PasswordPolicy = "length(8) and notUsername" }, alice => alice with { RequiredActions = ["UPDATE_PASSWORD"] });
        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(1, LoginPods.Password));

        var refused = Assert.IsType<PasswordChangeResult.Refused>(await pods.ChangeAsync(0, "short"));
        Assert.Equal("invalidPasswordMinLengthMessage", refused.MessageKey);
        Assert.IsType<PasswordChangeResult.Changed>(await pods.ChangeAsync(0, "another-secret"));

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(1, LoginPods.Password));
        var accepted = Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(1, "another-secret"));
        Assert.Empty(accepted.User.RequiredActions);
    }

    private static async Task<Credential> StoredAsync(LoginPods pods) =>
        (await pods.User(1).GetAsync(CancellationToken.None))!.Credentials.Single();
}
