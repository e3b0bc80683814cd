using Identity.LoadTester.Measuring;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Sites;

/// <summary>What an application asks without its user: the steps <c>refresh</c>, <c>userinfo</c>, <c>introspect</c>, <c>client-credentials</c> and <c>revoke</c>.</summary>
internal static class Application
{
    /// <summary>Takes new tokens for the refresh token; a refusal means that the session is lost.</summary>
    public static async Task<bool> RefreshAsync(Site site, Flow flow, Session session, string client)
    {
        var reply = await PresentAsync(site, session, client);
        var (outcome, complaint) = await site.TakeTokensAsync(reply, session, client);
        return flow.Step("refresh", outcome == Outcome.Refused ? Outcome.Lost : outcome, complaint);
    }

    /// <summary>Presents the refresh token of a session that was ended, which must be refused.</summary>
    public static async Task<bool> RefreshEndedAsync(Site site, Flow flow, Session session, string client)
    {
        var reply = await PresentAsync(site, session, client);
        return flow.Step("refresh of an ended session", reply.Status == 200 ? Outcome.Wrong : reply.Expecting(400), reply.Status == 200 ? "an ended session answers" : reply.Complaint);
    }

    /// <summary>Asks who the user is; refreshes first where the access token is about to expire.</summary>
    public static async Task<bool> UserInfoAsync(Site site, Flow flow, Session session, string client)
    {
        if (session.Tokens[client].IsStale && !await RefreshAsync(site, flow, session, client))
        {
            return false;
        }

        var reply = await site.Wire.GetAsync(site.Path("userinfo"), bearer: session.Tokens[client].Access);
        var outcome = reply.Expecting(200);
        return outcome != Outcome.Ok ? flow.Step("userinfo", outcome == Outcome.Refused ? Outcome.Lost : outcome, reply.Complaint)
            : flow.Step("userinfo", reply.Text("sub") == session.Subject ? Outcome.Ok : Outcome.Wrong, "another user's data");
    }

    /// <summary>Asks whether the access token is active (RFC 7662); refreshes first where it is about to expire.</summary>
    public static async Task<bool> IntrospectAsync(Site site, Flow flow, Session session, string client)
    {
        if (session.Tokens[client].IsStale && !await RefreshAsync(site, flow, session, client))
        {
            return false;
        }

        var reply = await site.Wire.PostAsync(site.Path("token/introspect"), site.Form(client, ("token", session.Tokens[client].Access)));
        var outcome = reply.Expecting(200);
        return outcome != Outcome.Ok ? flow.Step("introspect", outcome, reply.Complaint)
            : reply.Text("sub") is not { } subject ? flow.Step("introspect", Outcome.Lost, "a token of a session that nobody ended is not active")
            : flow.Step("introspect", subject == session.Subject ? Outcome.Ok : Outcome.Wrong, "another user's data");
    }

    /// <summary>Gets a token for itself; null when it does not.</summary>
    public static async Task<string?> ClientCredentialsAsync(Site site, Flow flow, string client)
    {
        var reply = await site.Wire.PostAsync(site.Path("token"), site.Form(client, ("grant_type", "client_credentials")));
        var outcome = reply.Expecting(200);
        if (outcome != Outcome.Ok)
        {
            flow.Step("client-credentials", outcome, reply.Complaint);
            return null;
        }

        var token = reply.Text("access_token")!;
        var (claims, complaint) = await site.Verifier.VerifyAsync(token);
        complaint ??= claims.TryGetProperty("azp", out var azp) && azp.GetString() == client ? null : "a token for another client";
        return flow.Step("client-credentials", complaint is null ? Outcome.Ok : Outcome.Wrong, complaint) ? token : null;
    }

    /// <summary>Revokes a token (RFC 7009).</summary>
    public static async Task<bool> RevokeAsync(Site site, Flow flow, string client, string token)
    {
        var reply = await site.Wire.PostAsync(site.Path("revoke"), site.Form(client, ("token", token)));
        return flow.Step("revoke", reply.Expecting(200), reply.Complaint);
    }

    /// <summary>Asks whether a token of its own is active, which must be as said.</summary>
    public static async Task<bool> IntrospectOwnAsync(Site site, Flow flow, string client, string token, bool isRevoked)
    {
        var name = isRevoked ? "introspect of a revoked token" : "introspect";
        var reply = await site.Wire.PostAsync(site.Path("token/introspect"), site.Form(client, ("token", token)));
        var outcome = reply.Expecting(200);
        var isActive = reply.Text("client_id") == client;
        return outcome != Outcome.Ok || isActive != isRevoked ? flow.Step(name, outcome, reply.Complaint)
            : flow.Step(name, Outcome.Wrong, isRevoked ? "a revoked token is active" : "a token that nobody revoked is not active");
    }

    private static Task<Reply> PresentAsync(Site site, Session session, string client) => site.Wire.PostAsync(
        site.Path("token"), site.Form(client, ("grant_type", "refresh_token"), ("refresh_token", session.Tokens[client].Refresh!)));
}
