using Identity.Gateway.Authorize;
using Identity.Grains.ClientScopes;
using Identity.Grains.Users;

namespace Identity.Gateway.Login;

/// <summary>What a person is asked to let an application have.</summary>
internal static class ConsentScopes
{
    /// <summary>The request's scopes that people are asked about.</summary>
    public static IEnumerable<ClientScopeState> Of(AuthorizeRequest request) =>
        request.Scope.Scopes.Where(scope => scope.Attributes.GetValueOrDefault("display.on.consent.screen") is null or "" or "true");

    /// <summary>Whether the person must be asked: always where the request wants it, else once for each scope of a client that needs consent.</summary>
    public static bool MustAsk(AuthorizeRequest request, UserState user) =>
        request.Prompts.Contains("consent")
        || (request.Client.ConsentRequired && !ConsentRules.Covers(user, request.Client.Id, Of(request).Select(scope => scope.Id)));

    /// <summary>The answer yes.</summary>
    public static ClientConsent Given(AuthorizeRequest request, DateTimeOffset now) => new()
    {
        ClientId = request.Client.Id,
        ScopeIds = [.. Of(request).Select(scope => scope.Id)],
        CreatedDate = now.ToUnixTimeMilliseconds(),
        LastUpdatedDate = now.ToUnixTimeMilliseconds(),
    };
}
