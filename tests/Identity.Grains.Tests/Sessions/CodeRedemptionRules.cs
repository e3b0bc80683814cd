using Identity.Grains.Sessions;
using static Identity.Grains.Tests.Sessions.SessionCases;

namespace Identity.Grains.Tests.Sessions;

public class CodeRedemptionRules
{
    [Fact]
    public void A_code_is_redeemed_once()
    {
        var session = WithCode(Realm);

        var (afterFirst, first) = SessionRules.Redeem(session, Redemption(), Realm, Now);
        var (afterSecond, second) = SessionRules.Redeem(afterFirst, Redemption(), Realm, Now);

        Assert.IsType<CodeResult.Redeemed>(first);
        Assert.Equal(CodeRefusal.Reused, Assert.IsType<CodeResult.Refused>(second).Reason);
        Assert.Empty(afterSecond!.Clients);
    }

    [Fact]
    public void Reuse_ends_what_the_code_had_issued()
    {
        var session = WithCode(Realm);
        var (redeemed, result) = SessionRules.Redeem(session, Redemption(), Realm, Now);
        var familyId = ((CodeResult.Redeemed)result).FamilyId;

        var (reused, _) = SessionRules.Redeem(redeemed, Redemption(), Realm, Now);
        var (_, refresh) = SessionRules.Refresh(reused, Refresh(familyId, 0), Realm, Client, Now);

        Assert.IsType<RefreshResult.NotActive>(refresh);
    }

    [Theory]
    [InlineData("wrong", RedirectUri, null, CodeRefusal.NotValid)]
    [InlineData("secret", null, null, CodeRefusal.RedirectUriMismatch)]
    [InlineData("secret", "https://app.example/callback/", null, CodeRefusal.RedirectUriMismatch)]
    [InlineData("secret", "https://evil.example/callback", null, CodeRefusal.RedirectUriMismatch)]
    [InlineData("secret", RedirectUri, Verifier, CodeRefusal.VerifierUnexpected)]
    public void A_code_without_a_challenge_is_refused(string secret, string? redirectUri, string? verifier, CodeRefusal expected)
    {
        var session = WithCode(Realm);

        var (_, result) = SessionRules.Redeem(session, Redemption(secret, redirectUri, verifier), Realm, Now);

        Assert.Equal(expected, Assert.IsType<CodeResult.Refused>(result).Reason);
    }

    // RFC 7636 section 4.1 and 4.6.
    [Theory]
    [InlineData(null, CodeRefusal.VerifierMissing)]
    [InlineData("", CodeRefusal.VerifierMissing)]
    [InlineData("too-short", CodeRefusal.VerifierMismatch)]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", CodeRefusal.VerifierMismatch)]
    [InlineData("dBjftJeZ4CVP mB92K27uhbUJU1p1r_wW1gFWFOEjXk", CodeRefusal.VerifierMismatch)]
    public void A_code_with_a_challenge_is_refused(string? verifier, CodeRefusal expected)
    {
        var session = WithCode(Realm, challenge: Challenge);

        var (spent, result) = SessionRules.Redeem(session, Redemption(verifier: verifier), Realm, Now);
        var (_, retry) = SessionRules.Redeem(spent, Redemption(verifier: Verifier), Realm, Now);

        Assert.Equal(expected, Assert.IsType<CodeResult.Refused>(result).Reason);
        Assert.IsType<CodeResult.Refused>(retry);
    }

    [Fact]
    public void The_right_verifier_redeems()
    {
        var session = WithCode(Realm, challenge: Challenge);

        var (_, result) = SessionRules.Redeem(session, Redemption(verifier: Verifier), Realm, Now);

        Assert.IsType<CodeResult.Redeemed>(result);
    }

    [Fact]
    public void An_expired_code_is_refused()
    {
        var session = WithCode(Realm);

        var (_, result) = SessionRules.Redeem(session, Redemption(), Realm, Now.AddSeconds(Realm.AccessCodeLifespan));

        Assert.Equal(CodeRefusal.NotValid, Assert.IsType<CodeResult.Refused>(result).Reason);
    }

    [Fact]
    public void At_most_eight_codes_wait()
    {
        var session = WithCode(Realm, "code-0");
        var request = new ClientAuthorization { ClientId = Client.Id, Code = new CodeRequest { RedirectUri = RedirectUri, Scope = "openid" } };
        for (var i = 1; i <= 20; i++)
        {
            session = SessionRules.Authorize(session, request, $"code-{i}", Realm, Now).Next;
        }

        Assert.Equal(8, session.Clients[Client.Id].Codes.Count);
        Assert.IsType<CodeResult.Redeemed>(SessionRules.Redeem(session, Redemption("code-20"), Realm, Now).Result);
        Assert.IsType<CodeResult.Refused>(SessionRules.Redeem(session, Redemption("code-0"), Realm, Now).Result);
    }

    [Fact]
    public void A_call_repeated_for_the_same_request_gets_the_same_answer()
    {
        var request = Redemption() with { Attempt = "request-1" };
        var (spent, first) = SessionRules.Redeem(WithCode(RotatingRealm), request, RotatingRealm, Now);

        var (after, second) = SessionRules.Redeem(spent, request, RotatingRealm, Now);

        Assert.Same(spent, after);
        Assert.Equal(Assert.IsType<CodeResult.Redeemed>(first).FamilyId, Assert.IsType<CodeResult.Redeemed>(second).FamilyId);
    }

    [Theory]
    [InlineData("request-2")]
    [InlineData(null)]
    public void Another_request_with_a_spent_code_is_a_reuse_and_ends_the_clients_part(string? attempt)
    {
        var (spent, _) = SessionRules.Redeem(
            WithCode(Realm), Redemption() with { Attempt = "request-1" }, Realm, Now);

        var (after, result) = SessionRules.Redeem(spent, Redemption() with { Attempt = attempt }, Realm, Now);

        Assert.Empty(after!.Clients);
        Assert.Equal(CodeRefusal.Reused, Assert.IsType<CodeResult.Refused>(result).Reason);
    }

    [Fact]
    public void The_answer_is_kept_until_its_tokens_are_used()
    {
        var request = Redemption() with { Attempt = "request-1" };
        var (spent, first) = SessionRules.Redeem(WithCode(RotatingRealm), request, RotatingRealm, Now);
        var family = Assert.IsType<CodeResult.Redeemed>(first).FamilyId;

        var (refreshed, _) = SessionRules.Refresh(spent, Refresh(family, 0), RotatingRealm, Client, Now);

        Assert.Null(refreshed!.Clients[Client.Id].LastRedemption);
    }
}
