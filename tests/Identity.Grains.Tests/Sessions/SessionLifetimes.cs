using Identity.Grains.Sessions;
using static Identity.Grains.Tests.Sessions.SessionCases;

namespace Identity.Grains.Tests.Sessions;

public class SessionLifetimes
{
    [Fact]
    public void A_session_used_within_its_idle_time_lasts_the_day()
    {
        var (session, family) = WithTokens(Realm);
        SessionState? current = session;
        for (var now = Now; now < Now.AddSeconds(Realm.SsoSessionMaxLifespan); now = now.AddSeconds(Realm.SsoSessionIdleTimeout - 1))
        {
            (current, var result) = SessionRules.Refresh(current, Refresh(family, 0), Realm, Client, now);
            Assert.IsType<RefreshResult.Refreshed>(result);
        }

        Assert.IsType<RefreshResult.NotActive>(
            SessionRules.Refresh(current, Refresh(family, 0), Realm, Client, Now.AddSeconds(Realm.SsoSessionMaxLifespan)).Result);
    }

    [Fact]
    public void Use_is_written_once_per_tenth_of_the_idle_time()
    {
        var (session, family) = WithTokens(Realm);
        var tenth = Realm.SsoSessionIdleTimeout / 10;

        var (early, _) = SessionRules.Refresh(session, Refresh(family, 0), Realm, Client, Now.AddSeconds(tenth - 1));
        var (due, _) = SessionRules.Refresh(session, Refresh(family, 0), Realm, Client, Now.AddSeconds(tenth));

        Assert.Same(session, early);
        Assert.Equal(Now.AddSeconds(tenth).ToUnixTimeSeconds(), due!.LastRefresh);
    }

    [Theory]
    [InlineData(1979, true)]
    [InlineData(1980, false)]
    public void An_idle_session_ends_between_its_idle_time_and_a_tenth_more(int seconds, bool live)
    {
        var (session, _) = WithTokens(Realm);

        Assert.Equal(live, SessionRules.IsLive(session, Realm, Now.AddSeconds(seconds)));
    }

    [Fact]
    public void Remember_me_has_lifetimes_of_its_own()
    {
        var realm = Realm with { SsoSessionIdleTimeoutRememberMe = 86_400, SsoSessionMaxLifespanRememberMe = 604_800 };
        var session = WithTokens(realm).Session with { RememberMe = true };

        Assert.True(SessionRules.IsLive(session, realm, Now.AddSeconds(86_399)));
        Assert.Equal(session.Started + 604_800, SessionRules.View(session, realm).MaxExpiresAt);
    }

    [Fact]
    public void An_offline_session_has_no_end_unless_the_realm_sets_one()
    {
        var session = WithTokens(Realm).Session with { Offline = true };
        var limited = Realm with { OfflineSessionMaxLifespanEnabled = true };

        Assert.Equal(long.MaxValue, SessionRules.View(session, Realm).MaxExpiresAt);
        Assert.Equal(session.Started + limited.OfflineSessionMaxLifespan, SessionRules.View(session, limited).MaxExpiresAt);
    }

    [Fact]
    public void A_clients_own_limit_ends_its_part_only()
    {
        var client = Client with { Attributes = new Dictionary<string, string> { ["client.session.max.lifespan"] = "60" } };
        var (session, family) = WithTokens(Realm);

        var (_, result) = SessionRules.Refresh(session, Refresh(family, 0), Realm, client, Now.AddSeconds(60));

        Assert.IsType<RefreshResult.NotActive>(result);
        Assert.True(SessionRules.IsLive(session, Realm, Now.AddSeconds(60)));
    }

    [Fact]
    public void An_offline_session_goes_with_its_last_client()
    {
        var session = WithTokens(Realm).Session;

        Assert.Null(SessionRules.Without(session with { Offline = true }, Client.Id));
        Assert.NotNull(SessionRules.Without(session, Client.Id));
    }

    [Fact]
    public void A_revoked_grant_ends_the_session_only_with_its_last_client()
    {
        var session = WithTokens(Realm).Session;
        var two = SessionRules.Authorize(session, new ClientAuthorization { ClientId = "client-2" }, null, Realm, Now).Next;

        Assert.NotNull(SessionRules.EndClient(two, Client.Id));
        Assert.Null(SessionRules.EndClient(session, Client.Id));
        Assert.Same(session, SessionRules.EndClient(session, "unknown"));
    }

    [Fact]
    public void Past_32_revoked_tokens_the_clients_part_ends()
    {
        SessionState? session = WithTokens(Realm).Session;
        var expiry = Now.AddMinutes(5).ToUnixTimeSeconds();
        for (var i = 0; i < 32; i++)
        {
            session = SessionRules.RevokeToken(session, Client.Id, $"jti-{i}", expiry, Now);
        }

        Assert.Equal(32, session!.Clients[Client.Id].RevokedTokens.Count);
        Assert.Empty(SessionRules.RevokeToken(session, Client.Id, "jti-32", expiry, Now)!.Clients);
    }
}
