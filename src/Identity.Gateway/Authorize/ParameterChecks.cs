using System.Globalization;
using Identity.Grains.Claims;
using Identity.Grains.Texts;

namespace Identity.Gateway.Authorize;

/// <summary>The rest of the request.</summary>
internal static class ParameterChecks
{
    private static readonly string[] Prompts = ["none", "login", "consent", "select_account"];

    public static AuthorizeRefusal? NoneIsRepeated(AuthorizeDraft draft) =>
        draft.Parameters.Repeated.Count == 0 ? null : new AuthorizeRefusal.ToClient("invalid_request", "duplicated parameter");

    public static AuthorizeRefusal? NoneIsTooLong(AuthorizeDraft draft) =>
        draft.Parameters.Oversized is [var first, ..] ? new AuthorizeRefusal.ToClient("invalid_request", $"Invalid parameter: {first}") : null;

    public static AuthorizeRefusal? NoRequestObject(AuthorizeDraft draft)
    {
        if (draft.Parameters["request"] is not null)
        {
            return new AuthorizeRefusal.ToClient("request_not_supported");
        }

        return draft.Parameters["request_uri"] is null ? null : new AuthorizeRefusal.ToClient("request_uri_not_supported");
    }

    public static AuthorizeRefusal? ScopeIsGranted(AuthorizeDraft draft)
    {
        var requested = draft.Parameters["scope"];
        draft.Scope = ScopeGrant.Resolve(draft.Realm.Realm, draft.Client!, requested);
        return draft.Scope is null ? new AuthorizeRefusal.ToClient("invalid_scope", $"Invalid scopes: {requested}") : null;
    }

    public static AuthorizeRefusal? PromptIsKnown(AuthorizeDraft draft)
    {
        draft.Prompts = draft.Parameters["prompt"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (draft.Prompts.All(prompt => Prompts.Contains(prompt)))
        {
            // Keycloak lets none win over what it contradicts; so do we.
            return null;
        }

        return new AuthorizeRefusal.ToClient("invalid_request", "Invalid parameter: prompt");
    }

    public static AuthorizeRefusal? MaxAgeIsANumber(AuthorizeDraft draft)
    {
        if (draft.Parameters["max_age"] is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return new AuthorizeRefusal.OnPage("Invalid Request");
        }

        draft.MaxAge = seconds;
        return null;
    }

    public static AuthorizeRefusal? ClaimsIsJson(AuthorizeDraft draft)
    {
        if (draft.Parameters["claims"] is not { } text)
        {
            return null;
        }

        return JsonInput.FindObject(text, maxDepth: 8) is not null ? null : new AuthorizeRefusal.ToClient("invalid_request", "Invalid parameter: claims");
    }

    public static AuthorizeRefusal? HintIsOurs(AuthorizeDraft draft)
    {
        if (draft.Parameters["id_token_hint"] is not { } token)
        {
            return null;
        }

        if (IdTokenHint.Read(draft.Realm, token) is not { } hint)
        {
            return new AuthorizeRefusal.ToClient("invalid_request", "Invalid parameter: id_token_hint");
        }

        draft.HintedUserId = hint.Subject;
        return null;
    }
}
