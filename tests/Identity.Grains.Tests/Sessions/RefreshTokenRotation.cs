using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using static Identity.Grains.Tests.Sessions.SessionCases;

namespace Identity.Grains.Tests.Sessions;

public class RefreshTokenRotation
{
    [Fact]
    public void Each_refresh_gives_the_next_generation()
    {
        var (session, family) = WithTokens(RotatingRealm);

        var (next, first) = SessionRules.Refresh(session, Refresh(family, 0), RotatingRealm, Client, Now);
        var (_, second) = SessionRules.Refresh(next, Refresh(family, 1), RotatingRealm, Client, Now.AddMinutes(1));

        Assert.Equal(1, Assert.IsType<RefreshResult.Refreshed>(first).Generation);
        Assert.Equal(2, Assert.IsType<RefreshResult.Refreshed>(second).Generation);
    }

    [Fact]
    public void A_lost_answer_may_be_asked_for_again_and_begins_no_second_branch()
    {
        var (session, family) = WithTokens(RotatingRealm);
        var (next, _) = SessionRules.Refresh(session, Refresh(family, 0), RotatingRealm, Client, Now);

        var (again, replay) = SessionRules.Refresh(next, Refresh(family, 0), RotatingRealm, Client, Now + RefreshRules.Grace);

        Assert.Equal(1, Assert.IsType<RefreshResult.Refreshed>(replay).Generation);
        Assert.Same(next, again);
    }

    [Fact]
    public void Reusing_a_rotated_token_ends_the_clients_part()
    {
        var (session, family) = WithTokens(RotatingRealm);
        var (next, _) = SessionRules.Refresh(session, Refresh(family, 0), RotatingRealm, Client, Now);

        var (ended, reuse) = SessionRules.Refresh(next, Refresh(family, 0), RotatingRealm, Client, Now + RefreshRules.Grace + TimeSpan.FromSeconds(1));
        var (_, newest) = SessionRules.Refresh(ended, Refresh(family, 1), RotatingRealm, Client, Now.AddMinutes(1));

        Assert.IsType<RefreshResult.Reused>(reuse);
        Assert.IsType<RefreshResult.NotActive>(newest);
    }

    [Fact]
    public void A_token_two_generations_old_is_reuse_even_within_the_grace()
    {
        var (session, family) = WithTokens(RotatingRealm);
        var (one, _) = SessionRules.Refresh(session, Refresh(family, 0), RotatingRealm, Client, Now);
        var (two, _) = SessionRules.Refresh(one, Refresh(family, 1), RotatingRealm, Client, Now);

        var (_, reuse) = SessionRules.Refresh(two, Refresh(family, 0), RotatingRealm, Client, Now);

        Assert.IsType<RefreshResult.Reused>(reuse);
    }

    [Fact]
    public void Reuse_is_let_pass_as_often_as_the_realm_says()
    {
        var realm = RotatingRealm with { RefreshTokenMaxReuse = 1 };
        var (session, family) = WithTokens(realm);
        var (rotated, _) = SessionRules.Refresh(session, Refresh(family, 0), realm, Client, Now);
        var later = Now.AddMinutes(5);

        var (once, first) = SessionRules.Refresh(rotated, Refresh(family, 0), realm, Client, later);
        var (_, second) = SessionRules.Refresh(once, Refresh(family, 0), realm, Client, later);

        Assert.IsType<RefreshResult.Refreshed>(first);
        Assert.IsType<RefreshResult.Reused>(second);
    }

    [Fact]
    public void Without_rotation_a_token_serves_again_and_again()
    {
        var (session, family) = WithTokens(Realm);

        var (same, first) = SessionRules.Refresh(session, Refresh(family, 0), Realm, Client, Now.AddSeconds(5));
        var (_, second) = SessionRules.Refresh(same, Refresh(family, 0), Realm, Client, Now.AddSeconds(10));

        Assert.IsType<RefreshResult.Refreshed>(first);
        Assert.IsType<RefreshResult.Refreshed>(second);
        Assert.Same(session, same);
    }

    [Fact]
    public void A_token_of_an_ended_part_stays_dead_when_the_client_comes_back()
    {
        var (session, family) = WithTokens(Realm);
        var ended = SessionRules.Without(session, Client.Id)!;
        var (back, newFamily) = SessionRules.Authorize(ended, new ClientAuthorization { ClientId = Client.Id }, null, Realm, Now);

        var (_, old) = SessionRules.Refresh(back, Refresh(family, 0), Realm, Client, Now);
        var (_, current) = SessionRules.Refresh(back, Refresh(newFamily!, 0), Realm, Client, Now);

        Assert.IsType<RefreshResult.NotActive>(old);
        Assert.IsType<RefreshResult.Refreshed>(current);
    }

    [Fact]
    public void Tokens_issued_before_rotation_was_switched_on_rotate_from_then_on()
    {
        var (session, family) = WithTokens(Realm);

        var (next, first) = SessionRules.Refresh(session, Refresh(family, 0), RotatingRealm, Client, Now);
        var (_, late) = SessionRules.Refresh(next, Refresh(family, 0), RotatingRealm, Client, Now.AddMinutes(1));

        Assert.Equal(1, Assert.IsType<RefreshResult.Refreshed>(first).Generation);
        Assert.IsType<RefreshResult.Reused>(late);
    }

    [Fact]
    public void A_generation_that_was_never_issued_is_refused()
    {
        var (session, family) = WithTokens(RotatingRealm);

        var (same, result) = SessionRules.Refresh(session, Refresh(family, 7), RotatingRealm, Client, Now);

        Assert.IsType<RefreshResult.NotActive>(result);
        Assert.Same(session, same);
    }

    [Fact]
    public void At_most_32_families_are_kept()
    {
        RealmState realm = RotatingRealm;
        var (session, _) = WithTokens(realm);
        for (var i = 0; i < 50; i++)
        {
            session = SessionRules.Authorize(session, new ClientAuthorization { ClientId = Client.Id }, null, realm, Now).Next;
        }

        Assert.Equal(32, session.Clients[Client.Id].Families.Count);
    }
}
