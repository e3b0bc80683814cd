using System.Text.Json;
using Identity.Faults.Bed;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>What applications ask with codes and tokens; each answer goes into the journal.</summary>
internal sealed class Client(Wire wire, Journal journal)
{
    /// <summary>Presents a code.</summary>
    public async Task<(Operation Operation, Tokens? Tokens)> ExchangeAsync(Target target, Account account, string code, string session, string verifier)
    {
        var reply = await wire.PostAsync(target, account.Path("token"), account.Form(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Realms.RedirectUri), ("code_verifier", verifier)));
        var tokens = reply.Status == 200 ? Tokens.Parse(reply.Body) : null;
        var operation = Seen(OperationKind.Exchange, target, account, session, reply) with { Code = Tokens.Mark(code) };
        return (journal.Add(WithTokens(operation, account, tokens)), tokens);
    }

    /// <summary>Presents a refresh token.</summary>
    public async Task<(Operation Operation, Tokens? Tokens)> RefreshAsync(Target target, LiveSession session, Tokens presented)
    {
        var account = session.Account;
        var reply = await wire.PostAsync(target, account.Path("token"), account.Form(("grant_type", "refresh_token"), ("refresh_token", presented.Refresh)));
        var tokens = reply.Status == 200 ? Tokens.Parse(reply.Body) : null;
        var operation = Seen(OperationKind.Refresh, target, account, session.Id, reply) with { Presented = account.Rotates ? presented.Generation : null };
        return (journal.Add(WithTokens(operation, account, tokens)), tokens);
    }

    /// <summary>Asks who the user is.</summary>
    public async Task<Operation> UserInfoAsync(Target target, LiveSession session)
    {
        var reply = await wire.GetAsync(target, session.Account.Path("userinfo"), bearer: session.Tokens.Access);
        var operation = Seen(OperationKind.UserInfo, target, session.Account, session.Id, reply);
        return journal.Add(reply.Status == 200 ? operation with { AnsweredUser = Text(reply.Body, "sub") } : operation);
    }

    /// <summary>Asks whether the access token is active.</summary>
    public async Task<Operation> IntrospectAsync(Target target, LiveSession session)
    {
        var reply = await wire.PostAsync(target, session.Account.Path("token/introspect"), session.Account.Form(("token", session.Tokens.Access)));
        var operation = Seen(OperationKind.Introspect, target, session.Account, session.Id, reply);
        return journal.Add(
            reply.Status != 200 ? operation
            : Text(reply.Body, "sub") is not { } user ? operation with { Outcome = Outcome.Refused, Detail = "not active" }
            : operation with { AnsweredUser = user, AnsweredSession = Text(reply.Body, "sid") });
    }

    /// <summary>Ends the session with its refresh token.</summary>
    public async Task<Operation> LogOutAsync(Target target, LiveSession session)
    {
        var reply = await wire.PostAsync(target, session.Account.Path("logout"), session.Account.Form(("refresh_token", session.Tokens.Refresh)));
        return journal.Add(Seen(OperationKind.Logout, target, session.Account, session.Id, reply));
    }

    /// <summary>Revokes the refresh token.</summary>
    public async Task<Operation> RevokeAsync(Target target, LiveSession session)
    {
        var reply = await wire.PostAsync(target, session.Account.Path("revoke"), session.Account.Form(("token", session.Tokens.Refresh), ("token_type_hint", "refresh_token")));
        return journal.Add(Seen(OperationKind.Revoke, target, session.Account, session.Id, reply));
    }

    private static Operation Seen(OperationKind kind, Target target, Account account, string session, Reply reply)
    {
        var outcome = reply.Trouble ?? (reply.Status is 200 or 204 ? Outcome.Ok : Outcome.Refused);
        return new Operation
        {
            Kind = kind,
            InvokedAt = reply.InvokedAt,
            CompletedAt = reply.CompletedAt,
            Outcome = outcome,
            Pod = target.Name,
            User = account.UserId,
            Session = session,
            Detail = outcome == Outcome.Ok ? null : reply.Detail,
        };
    }

    private static Operation WithTokens(Operation operation, Account account, Tokens? tokens) => tokens is null ? operation : operation with
    {
        Given = account.Rotates ? tokens.Generation : null,
        AnsweredUser = tokens.User,
        AnsweredSession = tokens.Session,
    };

    private static string? Text(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
