using Identity.Gateway.Realms;

namespace Identity.Gateway.Authorize;

/// <summary>The checks of an authorization request, in order. The order is the security argument: until client and redirect URI
/// are known to be right, a refusal stays on our page; from then on it goes to the client.</summary>
internal static class AuthorizeChecks
{
    private static readonly Func<AuthorizeDraft, AuthorizeRefusal?>[] InOrder =
    [
        ClientChecks.IdIsSentOnce,
        ClientChecks.ClientExists,
        ClientChecks.ClientIsEnabled,
        ClientChecks.ClientLogsInBrowsers,
        RedirectUriCheck.IsRegistered,
        //// From here on refusals are redirected.
        ResponseChecks.TypeIsSent,
        ResponseChecks.ModeIsKnown,
        ResponseChecks.TypeIsCode,
        ParameterChecks.NoneIsRepeated,
        ParameterChecks.NoneIsTooLong,
        ParameterChecks.NoRequestObject,
        ParameterChecks.ScopeIsGranted,
        ParameterChecks.PromptIsKnown,
        ParameterChecks.MaxAgeIsANumber,
        ParameterChecks.ClaimsIsJson,
        ParameterChecks.HintIsOurs,
        PkceChecks.MethodIsKnown,
        PkceChecks.MethodIsTheClients,
        PkceChecks.ChallengeIsSent,
        PkceChecks.ChallengeIsWellFormed,
    ];

    /// <summary>Runs the checks: either the request, or the first refusal and, where it may be redirected, the target.</summary>
    public static (AuthorizeRequest? Request, AuthorizeRefusal? Refusal, AuthorizeTarget? Target) Run(RealmContext realm, AuthorizeParameters parameters)
    {
        var draft = new AuthorizeDraft(realm, parameters);
        foreach (var check in InOrder)
        {
            if (check(draft) is { } refusal)
            {
                return (null, refusal, Target(draft));
            }
        }

        return (Request(draft), null, Target(draft));
    }

    private static AuthorizeTarget? Target(AuthorizeDraft draft) =>
        draft.RedirectUri is null ? null : new AuthorizeTarget(draft.RedirectUri, draft.ResponseMode, draft.State);

    private static AuthorizeRequest Request(AuthorizeDraft draft) => new()
    {
        Realm = draft.Realm,
        Client = draft.Client!,
        Target = Target(draft)!,
        Scope = draft.Scope!,
        Parameters = draft.Parameters,
        Prompts = draft.Prompts,
        MaxAge = draft.MaxAge,
        HintedUserId = draft.HintedUserId,
    };
}
