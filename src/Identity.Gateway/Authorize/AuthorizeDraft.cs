using Identity.Gateway.Realms;
using Identity.Grains.Claims;
using Identity.Grains.Clients;

namespace Identity.Gateway.Authorize;

/// <summary>An authorization request while its checks run: each check fills in what it has shown to be right.</summary>
internal sealed class AuthorizeDraft(RealmContext realm, AuthorizeParameters parameters)
{
    public RealmContext Realm { get; } = realm;

    public AuthorizeParameters Parameters { get; } = parameters;

    public ClientState? Client { get; set; }

    public string? RedirectUri { get; set; }

    /// <summary>Until the response mode is checked, that of the code flow.</summary>
    public ResponseMode ResponseMode { get; set; } = ResponseMode.Query;

    public GrantedScope? Scope { get; set; }

    public IReadOnlyList<string> Prompts { get; set; } = [];

    public long? MaxAge { get; set; }

    public string? HintedUserId { get; set; }

    /// <summary>The state to send back; null when there was none, or more than one.</summary>
    public string? State => Parameters["state"];
}
