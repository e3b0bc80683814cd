using System.Text.Json;
using System.Text.Json.Serialization;
using Identity.Grains.ClientScopes;

namespace Identity.Grains.Clients;

/// <summary>A client, in the words of Keycloak's ClientRepresentation; scopes and roles by id.</summary>
[GenerateSerializer, Immutable, Alias("identity.client-state")]
public sealed record ClientState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>Immutable id (UUID).</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>The client_id; unique in the realm.</summary>
    [Id(2)]
    public required string ClientId { get; init; }

    /// <summary>Shown to people.</summary>
    [Id(3)]
    public string? Name { get; init; }

    /// <summary>Shown to administrators.</summary>
    [Id(4)]
    public string? Description { get; init; }

    /// <summary>Base of relative addresses.</summary>
    [Id(5)]
    public string? RootUrl { get; init; }

    /// <summary>Where the client takes back-channel requests.</summary>
    [Id(6)]
    public string? AdminUrl { get; init; }

    /// <summary>Where the client's home page is.</summary>
    [Id(7)]
    public string? BaseUrl { get; init; }

    /// <summary>A disabled client is refused everywhere.</summary>
    [Id(8)]
    public bool Enabled { get; init; } = true;

    /// <summary>client-secret, client-jwt, client-secret-jwt or client-x509.</summary>
    [Id(9)]
    public string ClientAuthenticatorType { get; init; } = "client-secret";

    /// <summary>The client secret; null for a public client.</summary>
    [Id(10)]
    public string? Secret { get; init; }

    /// <summary>Exact addresses; a trailing * matches any rest.</summary>
    [Id(11)]
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>CORS origins; + stands for those of the redirect URIs.</summary>
    [Id(12)]
    public IReadOnlyList<string> WebOrigins { get; init; } = [];

    /// <summary>As the realm's.</summary>
    [Id(13)]
    public long NotBefore { get; init; }

    /// <summary>Never logs anyone in.</summary>
    [Id(14)]
    public bool BearerOnly { get; init; }

    /// <summary>Asks the person for consent.</summary>
    [Id(15)]
    public bool ConsentRequired { get; init; }

    /// <summary>Authorization code.</summary>
    [Id(16)]
    public bool StandardFlowEnabled { get; init; } = true;

    /// <summary>Kept; the implicit flow is refused.</summary>
    [Id(17)]
    public bool ImplicitFlowEnabled { get; init; }

    /// <summary>Password grant.</summary>
    [Id(18)]
    public bool DirectAccessGrantsEnabled { get; init; }

    /// <summary>Client credentials grant.</summary>
    [Id(19)]
    public bool ServiceAccountsEnabled { get; init; }

    /// <summary>Has no secret.</summary>
    [Id(20)]
    public bool PublicClient { get; init; }

    /// <summary>Logs out through the browser.</summary>
    [Id(21)]
    public bool FrontchannelLogout { get; init; }

    /// <summary>openid-connect or saml.</summary>
    [Id(22)]
    public string Protocol { get; init; } = "openid-connect";

    /// <summary>Keycloak's client attributes.</summary>
    [Id(23)]
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Tokens may carry every role of the user.</summary>
    [Id(24)]
    public bool FullScopeAllowed { get; init; } = true;

    /// <summary>Mappers of this client alone.</summary>
    [Id(25)]
    public IReadOnlyList<ProtocolMapper> ProtocolMappers { get; init; } = [];

    /// <summary>Always applied.</summary>
    [Id(26)]
    public IReadOnlyList<string> DefaultClientScopeIds { get; init; } = [];

    /// <summary>Applied when asked for.</summary>
    [Id(27)]
    public IReadOnlyList<string> OptionalClientScopeIds { get; init; } = [];

    /// <summary>Roles that tokens may carry when FullScopeAllowed is false.</summary>
    [Id(28)]
    public IReadOnlyList<string> ScopeRoleIds { get; init; } = [];

    /// <summary>Parts of sessions that the client took before this instant (Unix seconds) have ended; 0 ends none. Never exported.</summary>
    [Id(30)]
    public long SessionsValidFrom { get; init; }

    /// <summary>The jti of the one registration access token that is good for this client; null when none is.</summary>
    [Id(31)]
    public string? RegistrationTokenId { get; init; }

    /// <summary>Fields of the Keycloak representation that Identity does not read yet; kept and exported as they came.</summary>
    [JsonExtensionData]
    [Id(29)]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
