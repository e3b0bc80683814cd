using Identity.Grains.Sessions;
using Identity.Grains.Tests.Passwords;
using Identity.Grains.Tokens;
using Identity.Testing;

namespace Identity.Grains.Tests.Sessions;

/// <summary>The end of a login is remembered in the commit of its session: it begins that one and no other, on whichever pod.</summary>
public class LoginsBeginOneSession(PostgresServer server)
{
    [Fact]
    public async Task Of_many_starts_at_once_on_two_pods_one_begins_the_session_and_the_others_are_told()
    {
        await using var pods = await LoginPods.StartAsync(server);
        for (var login = 0; login < 20; login++)
        {
            var id = SessionKey.IdOf($"login-{login}");

            // Each at a second of its own: none is the repetition of another.
            var starts = await Task.WhenAll(Enumerable.Range(0, 6).Select(send => pods.Grain<ISessionGrain>(send % 2, id).StartAsync(Login(pods, authTime: send + 1))));

            var started = Assert.Single(starts.OfType<Authorized>());
            Assert.Equal(id, started.Session.Id);
            Assert.NotNull(await pods.Grain<ISessionGrain>(login % 2, id).ReadAsync(null, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_session_that_has_ended_is_not_begun_again_by_its_login()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var id = SessionKey.IdOf("login");
        Assert.NotNull(await pods.Grain<ISessionGrain>(0, id).StartAsync(Login(pods, authTime: 5)));
        await pods.Grain<ISessionGrain>(1, id).EndAsync();

        Assert.Null(await pods.Grain<ISessionGrain>(0, id).StartAsync(Login(pods, authTime: 5)));
        Assert.Null(await pods.Grain<ISessionGrain>(1, id).StartAsync(Login(pods, authTime: 6)));
        Assert.Null(await pods.Grain<ISessionGrain>(0, id).ReadAsync(null, CancellationToken.None));
    }

    [Fact]
    public async Task A_login_that_was_finished_without_a_session_begins_none()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var id = SessionKey.IdOf("login");
        Assert.True(await pods.Grain<IRevokedTokenGrain>(1, RevokedTokenKey.OfLogin("realm", id).Id).TryUseAsync(Until(pods)));

        Assert.Null(await pods.Grain<ISessionGrain>(0, id).StartAsync(Login(pods, authTime: 5)));
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_is_answered_again()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var id = SessionKey.IdOf("login");
        await pods.Grain<ISessionGrain>(0, id).StartAsync(Login(pods, authTime: 5));

        Assert.NotNull((await pods.Grain<ISessionGrain>(1, id).StartAsync(Login(pods, authTime: 5)))!.CodeSecret);
    }

    [Fact]
    public async Task A_session_of_somebody_else_is_not_entered()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var id = SessionKey.IdOf("login");
        await pods.Grain<ISessionGrain>(0, id).StartAsync(Login(pods, authTime: 5));

        Assert.Null(await pods.Grain<ISessionGrain>(1, id).StartAsync(Login(pods, authTime: 5) with { UserId = "another" }));
    }

    private static SessionStart Login(LoginPods pods, long authTime) => new()
    {
        UserId = pods.UserId,
        Username = "alice",
        AuthTime = authTime,
        Client = SharedSession.Code(),
        FinishesLoginUntil = Until(pods),
    };

    private static long Until(LoginPods pods) => pods.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
}
