using System.Text.Json;
using System.Text.Json.Serialization;
using Identity.Grains.Clients;
using Identity.Grains.Keys;

namespace Identity.Grains.Realms;

/// <summary>The settings of a realm, in the words and units of Keycloak's RealmRepresentation (durations in seconds), and its keys.</summary>
[GenerateSerializer, Immutable, Alias("identity.realm-state")]
public sealed record RealmState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>Immutable id: the realm grain's key.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>The name in addresses; unique.</summary>
    [Id(2)]
    public required string Realm { get; init; }

    /// <summary>Shown on pages; null shows the name.</summary>
    [Id(3)]
    public string? DisplayName { get; init; }

    /// <summary>Kept for export; pages never render it as HTML.</summary>
    [Id(4)]
    public string? DisplayNameHtml { get; init; }

    /// <summary>A disabled realm refuses every request.</summary>
    [Id(5)]
    public bool Enabled { get; init; } = true;

    /// <summary>none, external or all.</summary>
    [Id(6)]
    public string SslRequired { get; init; } = "external";

    /// <summary>Tokens issued before this instant (Unix seconds) are refused; 0 refuses none.</summary>
    [Id(7)]
    public long NotBefore { get; init; }

    /// <summary>Signs access and ID tokens unless a client says otherwise.</summary>
    [Id(8)]
    public string DefaultSignatureAlgorithm { get; init; } = "RS256";

    /// <summary>Default 300.</summary>
    [Id(9)]
    public int AccessTokenLifespan { get; init; } = 300;

    /// <summary>Default 900.</summary>
    [Id(10)]
    public int AccessTokenLifespanForImplicitFlow { get; init; } = 900;

    /// <summary>An authorization code's life; default 60.</summary>
    [Id(11)]
    public int AccessCodeLifespan { get; init; } = 60;

    /// <summary>Default 300.</summary>
    [Id(12)]
    public int AccessCodeLifespanUserAction { get; init; } = 300;

    /// <summary>How long a login page may stay open; default 1800.</summary>
    [Id(13)]
    public int AccessCodeLifespanLogin { get; init; } = 1800;

    /// <summary>Default 43200.</summary>
    [Id(14)]
    public int ActionTokenGeneratedByAdminLifespan { get; init; } = 43200;

    /// <summary>Default 300.</summary>
    [Id(15)]
    public int ActionTokenGeneratedByUserLifespan { get; init; } = 300;

    /// <summary>Refresh tokens rotate: each is used once.</summary>
    [Id(16)]
    public bool RevokeRefreshToken { get; init; }

    /// <summary>How often a rotated token may be presented again before its family is revoked.</summary>
    [Id(17)]
    public int RefreshTokenMaxReuse { get; init; }

    /// <summary>Default 1800.</summary>
    [Id(18)]
    public int SsoSessionIdleTimeout { get; init; } = 1800;

    /// <summary>Default 50400 (14 h; Keycloak 10 h), so that an all-day login lasts the day.</summary>
    [Id(19)]
    public int SsoSessionMaxLifespan { get; init; } = 50400;

    /// <summary>0 means as without remember-me.</summary>
    [Id(20)]
    public int SsoSessionIdleTimeoutRememberMe { get; init; }

    /// <summary>0 means as without remember-me.</summary>
    [Id(21)]
    public int SsoSessionMaxLifespanRememberMe { get; init; }

    /// <summary>Default 30 days.</summary>
    [Id(22)]
    public int OfflineSessionIdleTimeout { get; init; } = 2592000;

    /// <summary>Whether offline sessions end at all while used.</summary>
    [Id(23)]
    public bool OfflineSessionMaxLifespanEnabled { get; init; }

    /// <summary>Default 60 days.</summary>
    [Id(24)]
    public int OfflineSessionMaxLifespan { get; init; } = 5184000;

    /// <summary>0 means as the session.</summary>
    [Id(25)]
    public int ClientSessionIdleTimeout { get; init; }

    /// <summary>0 means as the session.</summary>
    [Id(26)]
    public int ClientSessionMaxLifespan { get; init; }

    /// <summary>0 means as the session.</summary>
    [Id(27)]
    public int ClientOfflineSessionIdleTimeout { get; init; }

    /// <summary>0 means as the session.</summary>
    [Id(28)]
    public int ClientOfflineSessionMaxLifespan { get; init; }

    /// <summary>Offers remember-me on the login page.</summary>
    [Id(29)]
    public bool RememberMe { get; init; }

    /// <summary>The email is the user name.</summary>
    [Id(30)]
    public bool RegistrationEmailAsUsername { get; init; }

    /// <summary>The login page takes the email too.</summary>
    [Id(31)]
    public bool LoginWithEmailAllowed { get; init; } = true;

    /// <summary>Two users may share an email; such a realm takes no login by email.</summary>
    [Id(32)]
    public bool DuplicateEmailsAllowed { get; init; }

    /// <summary>Keycloak's syntax, for example length(8) and notUsername; null sets none.</summary>
    [Id(33)]
    public string? PasswordPolicy { get; init; }

    /// <summary>Default true (Keycloak: false).</summary>
    [Id(34)]
    public bool BruteForceProtected { get; init; } = true;

    /// <summary>A lockout lasts until an administrator ends it.</summary>
    [Id(35)]
    public bool PermanentLockout { get; init; }

    /// <summary>Temporary lockouts before a permanent one, when PermanentLockout; default 0.</summary>
    [Id(36)]
    public int MaxTemporaryLockouts { get; init; }

    /// <summary>MULTIPLE or LINEAR.</summary>
    [Id(37)]
    public string BruteForceStrategy { get; init; } = "MULTIPLE";

    /// <summary>Default 900.</summary>
    [Id(38)]
    public int MaxFailureWaitSeconds { get; init; } = 900;

    /// <summary>Default 60.</summary>
    [Id(39)]
    public int MinimumQuickLoginWaitSeconds { get; init; } = 60;

    /// <summary>Default 60.</summary>
    [Id(40)]
    public int WaitIncrementSeconds { get; init; } = 60;

    /// <summary>Default 1000.</summary>
    [Id(41)]
    public long QuickLoginCheckMilliSeconds { get; init; } = 1000;

    /// <summary>Failures are forgotten after this; default 43200.</summary>
    [Id(42)]
    public int MaxDeltaTimeSeconds { get; init; } = 43200;

    /// <summary>Failures before a lockout; default 30.</summary>
    [Id(43)]
    public int FailureFactor { get; init; } = 30;

    /// <summary>Scopes that a new client has as default scopes.</summary>
    [Id(44)]
    public IReadOnlyList<string> DefaultClientScopeIds { get; init; } = [];

    /// <summary>Scopes that a new client has as optional scopes.</summary>
    [Id(45)]
    public IReadOnlyList<string> OptionalClientScopeIds { get; init; } = [];

    /// <summary>The role default-roles-REALM, which every user holds.</summary>
    [Id(46)]
    public string? DefaultRoleId { get; init; }

    /// <summary>Groups that a new user joins.</summary>
    [Id(47)]
    public IReadOnlyList<string> DefaultGroupIds { get; init; } = [];

    /// <summary>Free attributes.</summary>
    [Id(48)]
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Signing, verification and encryption keys; private parts sealed.</summary>
    [Id(49)]
    public IReadOnlyList<RealmKey> Keys { get; init; } = [];

    /// <summary>True while a realm file is being imported; such a realm is not served.</summary>
    [Id(50)]
    public bool Importing { get; init; }

    /// <summary>Sessions that began before this instant (Unix seconds), but for offline ones, have ended; 0 ends none. Never exported.</summary>
    [Id(52)]
    public long SessionsValidFrom { get; init; }

    /// <summary>Rights to register clients that were given away.</summary>
    [Id(53)]
    public IReadOnlyList<InitialAccess> InitialAccesses { get; init; } = [];

    /// <summary>Fields of the Keycloak representation that Identity does not read yet; kept and exported as they came.</summary>
    [JsonExtensionData]
    [Id(51)]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
