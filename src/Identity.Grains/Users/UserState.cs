using System.Text.Json;
using System.Text.Json.Serialization;

namespace Identity.Grains.Users;

/// <summary>A user: profile, credentials, memberships and the count of failed attempts.</summary>
[GenerateSerializer, Immutable, Alias("identity.user-state")]
public sealed record UserState
{
    /// <summary>Version of this stored shape.</summary>
    [Id(0)]
    public int Schema { get; init; } = 1;

    /// <summary>UUID: the sub claim.</summary>
    [Id(1)]
    public required string Id { get; init; }

    /// <summary>Lower case; unique in the realm.</summary>
    [Id(2)]
    public required string Username { get; init; }

    /// <summary>Lower case; unique in the realm unless duplicates are allowed.</summary>
    [Id(3)]
    public string? Email { get; init; }

    /// <summary>False in realms that allow duplicate emails: the address is then kept out of the unique index.</summary>
    [Id(4)]
    public bool EmailUnique { get; init; } = true;

    /// <summary>Whether the address is known to be the user's.</summary>
    [Id(5)]
    public bool EmailVerified { get; init; }

    /// <summary>Given name.</summary>
    [Id(6)]
    public string? FirstName { get; init; }

    /// <summary>Family name.</summary>
    [Id(7)]
    public string? LastName { get; init; }

    /// <summary>A disabled user is refused everywhere, with live tokens too.</summary>
    [Id(8)]
    public bool Enabled { get; init; } = true;

    /// <summary>Unix milliseconds.</summary>
    [Id(9)]
    public long CreatedTimestamp { get; init; }

    /// <summary>Tokens issued before this instant (Unix seconds) are refused.</summary>
    [Id(10)]
    public long NotBefore { get; init; }

    /// <summary>Free attributes.</summary>
    [Id(11)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What the user must do at the next login, for example UPDATE_PASSWORD.</summary>
    [Id(12)]
    public IReadOnlyList<string> RequiredActions { get; init; } = [];

    /// <summary>In order of preference.</summary>
    [Id(13)]
    public IReadOnlyList<Credential> Credentials { get; init; } = [];

    /// <summary>Roles given directly.</summary>
    [Id(14)]
    public IReadOnlyList<string> RoleIds { get; init; } = [];

    /// <summary>Memberships.</summary>
    [Id(15)]
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>The Id (UUID) of the client whose service account this is.</summary>
    [Id(16)]
    public string? ServiceAccountClientId { get; init; }

    /// <summary>Kept for export.</summary>
    [Id(17)]
    public string? FederationLink { get; init; }

    /// <summary>Failed attempts since the last success; null when there are none.</summary>
    [Id(18)]
    public LoginFailures? Failures { get; init; }

    /// <summary>The last time step accepted of each otp credential, by its id: a code works once.</summary>
    [Id(20)]
    public IReadOnlyDictionary<string, long> UsedTimeSteps { get; init; } = new Dictionary<string, long>();

    /// <summary>Links to identity providers.</summary>
    [Id(21)]
    public IReadOnlyList<FederatedIdentity> FederatedIdentities { get; init; } = [];

    /// <summary>What the user lets applications have.</summary>
    [Id(22)]
    public IReadOnlyList<ClientConsent> ClientConsents { get; init; } = [];

    /// <summary>How often everything of the user's was ended. Unlike <see cref="NotBefore"/> it tells what happened within the same second.</summary>
    [Id(30)]
    public long Logouts { get; init; }

    /// <summary>Only the id and the name are known: what is stored cannot be read. Never stored itself, and only in lists.</summary>
    [JsonIgnore]
    [Id(31)]
    public bool IsUnreadable { get; init; }

    /// <summary>Fields of the Keycloak representation that Identity does not read yet; kept and exported as they came.</summary>
    [JsonExtensionData]
    [Id(19)]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
