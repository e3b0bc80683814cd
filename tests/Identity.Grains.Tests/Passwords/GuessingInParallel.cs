using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Identity.Testing;

namespace Identity.Grains.Tests.Passwords;

public class GuessingInParallel(PostgresServer server)
{
    [Fact]
    public async Task Guesses_on_two_pods_are_counted_up_to_the_limit_and_then_lock()
    {
        await using var pods = await LoginPods.StartAsync(server);

        var guesses = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => pods.CheckAsync(number % 2, $"wrong-{number}")));

        Assert.All(guesses, guess => Assert.IsType<PasswordResult.Rejected>(guess));
        var failures = (await pods.FailuresAsync(0))!;
        Assert.Equal(5, failures.Count);
        Assert.Equal(1, failures.TemporaryLockouts);
        Assert.Equal(failures, await pods.FailuresAsync(1));
        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, LoginPods.Password));
        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(1, LoginPods.Password));
    }

    [Fact]
    public async Task No_failure_is_lost_when_pods_race_for_the_counter()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { FailureFactor = 1000 });

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => pods.CheckAsync(number % 2, "wrong")));

        Assert.Equal(40, (await pods.FailuresAsync(0))!.Count);
        Assert.Equal(40, (await pods.FailuresAsync(1))!.Count);
    }

    [Fact]
    public async Task A_success_that_comes_after_the_lockout_is_refused_and_clears_nothing()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { FailureFactor = 2 });
        var check = (await pods.User(0).BeginPasswordAsync())!;
        Assert.False(check.Locked);

        await pods.User(1).RecordFailureAsync(new PasswordFailure());
        await pods.User(1).RecordFailureAsync(new PasswordFailure());

        Assert.False(await pods.User(0).RecordSuccessAsync(new PasswordSuccess { Verified = check.Password! }));
        Assert.Equal(2, (await pods.FailuresAsync(0))!.Count);
    }

    [Fact]
    public async Task A_success_with_a_password_that_was_replaced_meanwhile_is_refused()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var check = (await pods.User(0).BeginPasswordAsync())!;

        await pods.ChangeAsync(1, "another-secret");

        Assert.False(await pods.User(0).RecordSuccessAsync(new PasswordSuccess { Verified = check.Password! }));
    }

    [Fact]
    public async Task A_permanent_lockout_stays_until_an_administrator_ends_it()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { PermanentLockout = true, FailureFactor = 2 });
        await pods.CheckAsync(0, "wrong");
        await pods.CheckAsync(1, "wrong");

        pods.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.IsType<PasswordResult.Rejected>(await pods.CheckAsync(0, LoginPods.Password));

        await pods.User(0).ClearFailuresAsync();
        Assert.IsType<PasswordResult.Accepted>(await pods.CheckAsync(1, LoginPods.Password));
    }
}
