using Identity.Grains.Sessions;
using Identity.Grains.Tests.Passwords;
using Identity.Grains.Tokens;
using Identity.Testing;

namespace Identity.Grains.Tests.Sessions;

/// <summary>A pod whose activation is behind the row answers as one that is not.</summary>
public class StaleActivations(PostgresServer server)
{
    [Fact]
    public async Task A_code_that_another_pod_issued_is_redeemed()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var (here, there) = await SharedSession.StartAsync(pods);

        var code = (await there.AuthorizeAsync(SharedSession.Code()))!.CodeSecret!;

        Assert.IsType<CodeResult.Redeemed>(await here.RedeemCodeAsync(SharedSession.Redemption(code)));
    }

    [Fact]
    public async Task A_code_that_another_pod_redeemed_is_refused_and_ends_the_clients_part()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var (here, there) = await SharedSession.StartAsync(pods);
        var code = (await here.AuthorizeAsync(SharedSession.Code()))!.CodeSecret!;
        Assert.IsType<CodeResult.Redeemed>(await there.RedeemCodeAsync(SharedSession.Redemption(code)));

        var again = Assert.IsType<CodeResult.Refused>(await here.RedeemCodeAsync(SharedSession.Redemption(code)));

        Assert.Equal(CodeRefusal.Reused, again.Reason);
        Assert.Null(await there.ReadAsync(SharedSession.Client, CancellationToken.None));
    }

    [Fact]
    public async Task A_session_that_another_pod_ended_lets_nobody_in()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var (here, there) = await SharedSession.StartAsync(pods);
        var code = (await here.AuthorizeAsync(SharedSession.Code()))!.CodeSecret!;
        Assert.Equal([SharedSession.Client], await there.EndAsync());

        Assert.Null(await here.AuthorizeAsync(SharedSession.Code()));
        Assert.Equal(CodeRefusal.NotValid, Assert.IsType<CodeResult.Refused>(await here.RedeemCodeAsync(SharedSession.Redemption(code))).Reason);
        Assert.Empty(await here.EndAsync());
    }

    [Fact]
    public async Task A_rotated_token_is_known_as_such_on_every_pod()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { RevokeRefreshToken = true });
        var (here, there) = await SharedSession.StartAsync(pods);
        var code = (await here.AuthorizeAsync(SharedSession.Code()))!.CodeSecret!;
        var family = Assert.IsType<CodeResult.Redeemed>(await here.RedeemCodeAsync(SharedSession.Redemption(code))).FamilyId;
        Assert.Equal(1, await RefreshAsync(there, family, 0));

        // Within the grace the same successor, whatever a pod still holds; afterwards the client's part is over.
        Assert.Equal(1, await RefreshAsync(here, family, 0));
        Assert.Equal(2, await RefreshAsync(here, family, 1));
        Assert.Equal(3, await RefreshAsync(there, family, 2));
        pods.Time.Advance(RefreshRules.Grace + TimeSpan.FromSeconds(1));
        Assert.IsType<RefreshResult.Reused>(await here.RefreshAsync(SharedSession.Refresh(family, 2)));
        Assert.IsType<RefreshResult.NotActive>(await there.RefreshAsync(SharedSession.Refresh(family, 3)));
    }

    [Fact]
    public async Task A_start_that_is_repeated_on_another_pod_is_the_same_login()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var id = SessionKey.NewId();
        var start = new SessionStart { UserId = "u1", Username = "alice", AuthTime = 5, Client = SharedSession.Code() };

        var first = await pods.Grain<ISessionGrain>(0, id).StartAsync(start);
        var second = await pods.Grain<ISessionGrain>(1, id).StartAsync(start);
        var third = await pods.Grain<ISessionGrain>(0, id).StartAsync(start);

        Assert.Equal(first!.Session.PartId, third!.Session.PartId);
        Assert.IsType<CodeResult.Redeemed>(await pods.Grain<ISessionGrain>(0, id).RedeemCodeAsync(SharedSession.Redemption(second!.CodeSecret!)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pods.Grain<ISessionGrain>(1, id).StartAsync(start with { UserId = "u2" }));
    }

    [Fact]
    public async Task What_serves_once_serves_one_pod_once()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var expires = pods.Time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds();

        for (var id = 0; id < 20; id++)
        {
            var uses = await Task.WhenAll(Enumerable.Range(0, 4).Select(use => pods.Grain<IRevokedTokenGrain>(use % 2, $"once-{id}").TryUseAsync(expires)));

            Assert.Equal(1, uses.Count(used => used));
        }
    }

    private static async Task<int> RefreshAsync(ISessionGrain session, string family, int generation) =>
        Assert.IsType<RefreshResult.Refreshed>(await session.RefreshAsync(SharedSession.Refresh(family, generation))).Generation;
}
