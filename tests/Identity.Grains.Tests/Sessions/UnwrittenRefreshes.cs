using Identity.Grains.Sessions;
using Identity.Grains.Tests.Passwords;
using Identity.Testing;

namespace Identity.Grains.Tests.Sessions;

/// <summary>A refresh that changes nothing is answered without the session's grain, on any pod.</summary>
public class UnwrittenRefreshes(PostgresServer server)
{
    [Fact]
    public async Task Without_rotation_it_is_answered_until_a_use_is_to_be_written()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var (here, there) = await SharedSession.StartAsync(pods);
        var code = (await here.AuthorizeAsync(SharedSession.Code()))!.CodeSecret!;
        var family = Assert.IsType<CodeResult.Redeemed>(await here.RedeemCodeAsync(SharedSession.Redemption(code))).FamilyId;
        var refresh = SharedSession.Refresh(family, 0);
        Assert.IsType<RefreshResult.Refreshed>(await there.TryRefreshAsync(refresh));

        pods.Time.Advance(TimeSpan.FromMinutes(20));
        var before = await there.ReadAsync(null, CancellationToken.None);
        Assert.Null(await here.TryRefreshAsync(refresh));
        Assert.Equal(before!.LastRefresh, (await there.ReadAsync(null, CancellationToken.None))!.LastRefresh);

        Assert.IsType<RefreshResult.Refreshed>(await here.RefreshAsync(refresh));
        Assert.IsType<RefreshResult.Refreshed>(await there.TryRefreshAsync(refresh));
        await here.EndAsync();
        Assert.IsType<RefreshResult.NotActive>(await there.TryRefreshAsync(refresh));
    }

    [Fact]
    public async Task With_rotation_it_uses_nothing_up()
    {
        await using var pods = await LoginPods.StartAsync(server, realm => realm with { RevokeRefreshToken = true });
        var (here, there) = await SharedSession.StartAsync(pods);
        var code = (await here.AuthorizeAsync(SharedSession.Code()))!.CodeSecret!;
        var family = Assert.IsType<CodeResult.Redeemed>(await here.RedeemCodeAsync(SharedSession.Redemption(code))).FamilyId;

        Assert.Null(await there.TryRefreshAsync(SharedSession.Refresh(family, 0)));

        Assert.IsType<RefreshResult.NotActive>(await here.RefreshAsync(SharedSession.Refresh(family, 1)));
        Assert.Equal(1, Assert.IsType<RefreshResult.Refreshed>(await here.RefreshAsync(SharedSession.Refresh(family, 0))).Generation);
    }
}
