using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Identity.Testing;

namespace Identity.Grains.Tests.Passwords;

/// <summary>Who guesses a few passwords of many users is counted by network, on all pods together.</summary>
public class SprayedPasswords(PostgresServer server)
{
    private const string Elsewhere = "198.51.100.7";

    [Fact]
    public async Task A_network_that_guesses_at_many_users_is_held_back_and_the_right_password_does_not_show()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 3);
        for (var guess = 0; guess < 3; guess++)
        {
            Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "Summer2026", login: $"user-{guess}"));
        }

        Assert.Equal(TimeSpan.FromMinutes(20), Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, "Summer2026", login: "user-4")).Wait);
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password));
        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password, address: Elsewhere));
        Assert.Null(await pods.FailuresAsync(0));
    }

    [Fact]
    public async Task Another_pod_lets_one_more_guess_through_and_no_second()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 3);
        for (var guess = 0; guess < 3; guess++)
        {
            await pods.CheckAsync(0, "wrong", login: $"user-{guess}");
        }

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(1, "wrong", login: "user-4"));

        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(1, "wrong", login: "user-5"));
    }

    [Fact]
    public async Task Many_at_once_are_all_counted()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 20);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(guess => pods.CheckAsync(guess % 2, "wrong", login: $"user-{guess}")));
        await pods.CheckAsync(0, "wrong", login: "another");
        await pods.CheckAsync(1, "wrong", login: "another");

        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password));
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(1, LoginPods.Password));
    }

    [Fact]
    public async Task A_browser_that_knows_its_user_is_not_held_back_and_others_users_are()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 1);
        KnownUser[] known = [new(pods.UserId, KnownBrowsers.MarkOf((await pods.User(0).GetAsync(CancellationToken.None))!)!)];
        KnownUser[] old = [new(pods.UserId, "of another password")];
        await pods.CheckAsync(0, "wrong", login: "somebody");

        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password, known: known));
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password, known: old));
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password, known: [known[0] with { UserId = "another" }]));
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, "wrong", login: "somebody", known: known));
    }

    [Fact]
    public async Task What_is_mistyped_in_a_known_browser_does_not_count_for_the_network()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 1);
        KnownUser[] known = [new(pods.UserId, KnownBrowsers.MarkOf((await pods.User(0).GetAsync(CancellationToken.None))!)!)];

        await pods.CheckAsync(0, "wrong", known: known);

        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password));
    }

    [Fact]
    public async Task Tries_at_a_locked_user_do_not_count_for_the_network()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { FailureFactor = 2 }, failuresPerNetwork: 3);
        for (var guess = 0; guess < 6; guess++)
        {
            Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong"));
        }

        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong", login: "somebody"));
    }

    [Fact]
    public async Task Wrong_one_time_codes_count_for_the_network()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 2);

        Assert.False(await pods.CheckCodeAsync(0, "000000"));
        Assert.False(await pods.CheckCodeAsync(0, "000000"));

        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password));
    }

    [Fact]
    public async Task The_server_of_an_application_may_send_twelve_times_as_many_and_has_a_count_of_its_own()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 1);
        await pods.CheckAsync(0, "wrong", login: "somebody");
        for (var guess = 0; guess < 12; guess++)
        {
            Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong", login: $"user-{guess}", serverOf: "client"));
        }

        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password));
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password, serverOf: "client"));
        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password, serverOf: "another"));
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Nothing_is_held_back_where_the_limit_or_the_protection_is_off(bool isProtected, int limit)
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { BruteForceProtected = isProtected }, failuresPerNetwork: limit);

        for (var guess = 0; guess < 4; guess++)
        {
            Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong", login: $"user-{guess}"));
        }
    }

    [Fact]
    public async Task A_network_is_let_in_again_when_its_wait_is_over()
    {
        await using var pods = await LoginPods.StartAsync(server, failuresPerNetwork: 3);
        for (var guess = 0; guess < 3; guess++)
        {
            await pods.CheckAsync(0, "wrong", login: $"user-{guess}");
        }

        pods.Time.Advance(TimeSpan.FromMinutes(20));

        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(0, LoginPods.Password));
        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, "wrong", login: "somebody"));
        Assert.IsType<PasswordResult.HeldBack>(await pods.CheckAsync(0, LoginPods.Password));
    }
}
