namespace Identity.Gateway.Authorize;

/// <summary>Who asks. Refusals stay on our page.</summary>
internal static class ClientChecks
{
    private const int MaxClientIdLength = 255;

    public static AuthorizeRefusal? IdIsSentOnce(AuthorizeDraft draft) =>
        draft.Parameters["client_id"] is { Length: <= MaxClientIdLength } ? null : new AuthorizeRefusal.OnPage("Invalid Request");

    public static AuthorizeRefusal? ClientExists(AuthorizeDraft draft)
    {
        draft.Client = draft.Realm.Realm.FindClient(draft.Parameters["client_id"]!);
        return draft.Client is null ? new AuthorizeRefusal.OnPage("Client not found.") : null;
    }

    public static AuthorizeRefusal? ClientIsEnabled(AuthorizeDraft draft) =>
        draft.Client!.Enabled ? null : new AuthorizeRefusal.OnPage("Client disabled.");

    public static AuthorizeRefusal? ClientLogsInBrowsers(AuthorizeDraft draft) => draft.Client switch
    {
        { BearerOnly: true } => new AuthorizeRefusal.OnPage("Bearer-only applications are not allowed to initiate browser login."),
        { Protocol: not "openid-connect" } => new AuthorizeRefusal.OnPage("Wrong client protocol."),
        _ => null,
    };
}
