using Identity.Gateway.Admin.ClientPolicies;

namespace Identity.Gateway.Authorize;

/// <summary>Proof key for code exchange (RFC 7636). Public clients must send it with S256 (RFC 9700 section 2.1.1); others when
/// their pkce.code.challenge.method says so.</summary>
internal static class PkceChecks
{
    private const int MinLength = 43;
    private const int MaxLength = 128;

    public static AuthorizeRefusal? MethodIsKnown(AuthorizeDraft draft) => draft.Parameters["code_challenge_method"] is null or "S256" or "plain"
        ? null
        : Invalid("Invalid parameter: code_challenge_method");

    public static AuthorizeRefusal? MethodIsTheClients(AuthorizeDraft draft)
    {
        var required = RequiredMethod(draft);
        var sent = draft.Parameters["code_challenge_method"];
        if (required is null || sent == required)
        {
            return null;
        }

        return Invalid(sent is null ? "Missing parameter: code_challenge_method" : "Invalid parameter: code challenge method is not configured one");
    }

    public static AuthorizeRefusal? ChallengeIsSent(AuthorizeDraft draft)
    {
        // A method without a challenge is a broken client: letting it pass would drop the protection it asked for.
        var expected = RequiredMethod(draft) is not null || draft.Parameters["code_challenge_method"] is not null;
        return expected && draft.Parameters["code_challenge"] is null ? Invalid("Missing parameter: code_challenge") : null;
    }

    public static AuthorizeRefusal? ChallengeIsWellFormed(AuthorizeDraft draft) =>
        draft.Parameters["code_challenge"] is not { } challenge
        || (challenge.Length is >= MinLength and <= MaxLength && challenge.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~'))
            ? null
            : Invalid("Invalid parameter: code_challenge");

    private static string? RequiredMethod(AuthorizeDraft draft)
    {
        var client = draft.Client!;
        if (client.PublicClient || ClientPolicyEnforcement.DemandsPkce(draft.Realm.Realm, client))
        {
            return "S256";
        }

        return client.Attributes.GetValueOrDefault("pkce.code.challenge.method") is { Length: > 0 } method ? method : null;
    }

    private static AuthorizeRefusal.ToClient Invalid(string description) => new("invalid_request", description);
}
