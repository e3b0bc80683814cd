using Identity.Gateway.Realms;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Authorize;

/// <summary>An authorization request that has passed every check.</summary>
internal sealed record AuthorizeRequest
{
    public required RealmContext Realm { get; init; }

    public required ClientState Client { get; init; }

    public required AuthorizeTarget Target { get; init; }

    public required GrantedScope Scope { get; init; }

    /// <summary>What was sent, for the sealed login in progress.</summary>
    public required AuthorizeParameters Parameters { get; init; }

    public required IReadOnlyList<string> Prompts { get; init; }

    /// <summary>Seconds; null when any age of the login will do.</summary>
    public required long? MaxAge { get; init; }

    /// <summary>The subject of the id_token_hint; null without one.</summary>
    public required string? HintedUserId { get; init; }

    /// <summary>Nothing may be shown.</summary>
    public bool Silent => Prompts.Contains("none");

    /// <summary>The person must prove who they are again, however fresh the session.</summary>
    public bool ForcesLogin => Prompts.Contains("login");

    /// <summary>Whether a proof of that age is fresh enough.</summary>
    public bool Accepts(long authTime, DateTimeOffset now) => !ForcesLogin && IsWithinMaxAge(authTime, now);

    /// <summary>As <see cref="Accepts"/>, for a proof that was given for this very request.</summary>
    public bool IsWithinMaxAge(long authTime, DateTimeOffset now) =>
        MaxAge is not { } seconds || (seconds > 0 && now.ToUnixTimeSeconds() - authTime <= seconds);

    /// <summary>What the code will be redeemed against.</summary>
    public ClientAuthorization ToAuthorization() => new()
    {
        ClientId = Client.Id,
        Code = new CodeRequest
        {
            RedirectUri = Target.RedirectUri,
            Scope = Scope.Text,
            Nonce = Parameters["nonce"],
            CodeChallenge = Parameters["code_challenge"],
            CodeChallengeMethod = Parameters["code_challenge"] is null ? null : Parameters["code_challenge_method"] ?? "plain",
            Claims = Parameters["claims"],
        },
    };
}

/// <summary>Where and how the answer goes: an address that has been checked.</summary>
/// <param name="RedirectUri">As sent.</param>
/// <param name="Mode">How.</param>
/// <param name="State">Sent back unchanged.</param>
internal sealed record AuthorizeTarget(string RedirectUri, ResponseMode Mode, string? State);
