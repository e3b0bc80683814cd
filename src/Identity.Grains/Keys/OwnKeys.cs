using Identity.Grains.Realms;
using Identity.Grains.Sealing;

namespace Identity.Grains.Keys;

/// <summary>What a realm signs for itself: tokens that this server alone issues and reads. Their keys come from the installation's key ring, the
/// realm's id and the purpose: they are stored nowhere and shown nowhere, and no key of the realm, made or uploaded, counts in their place.
/// A new key in front of the ring replaces them; those of a ring's older keys verify.</summary>
public sealed class OwnKeys
{
    private const int SecretSize = 64;

    private readonly Sealer? _sealer;
    private readonly string _realmId;
    private readonly SigningKey[] _before;
    private readonly UpgradeToOwnKeys _upgrade;
    private readonly long _lastLogin;
    private readonly TimeProvider _time;
    private OwnKeyRing? _refresh;
    private OwnKeyRing? _identity;
    private OwnKeyRing? _actions;
    private OwnKeyRing? _registration;
    private OwnKeyRing? _access;

    /// <summary>No keys: nothing can be signed.</summary>
    internal static OwnKeys None { get; } = new(null, new RealmState { Id = "", Realm = "" }, [], new UpgradeToOwnKeys(), TimeProvider.System);

    /// <summary>Of a realm.</summary>
    /// <param name="sealer">Has the key ring; null for no keys.</param>
    /// <param name="realm">The realm.</param>
    /// <param name="signing">Keys of the realm itself, among them those that an earlier release has signed such tokens with.</param>
    /// <param name="upgrade">When that was.</param>
    /// <param name="time">The clock.</param>
    internal OwnKeys(Sealer? sealer, RealmState realm, IEnumerable<(SigningKey Key, RealmKey Record)> signing, UpgradeToOwnKeys upgrade, TimeProvider time)
    {
        _sealer = sealer;
        _realmId = realm.Id;
        _upgrade = upgrade;
        _time = time;
        _before = [.. signing.Where(entry => upgrade.WasGeneratedBefore(entry.Record)).OrderByDescending(entry => entry.Record.Status == "ACTIVE")
            .ThenByDescending(entry => entry.Record.Priority).Select(entry => entry.Key)];
        _lastLogin = upgrade.Since + Math.Max(realm.SsoSessionMaxLifespan, realm.SsoSessionMaxLifespanRememberMe);
    }

    /// <summary>Refresh and offline tokens. What an earlier release has signed stays good: who forged one would have to know the family's secret id.</summary>
    public OwnKeyRing Refresh => _refresh ??= Ring("refresh", _upgrade.SignsAsBefore, long.MaxValue);

    /// <summary>The identity cookie. What an earlier release has signed stays good as long as a login can last.</summary>
    public OwnKeyRing Identity => _identity ??= Ring("identity", _upgrade.SignsAsBefore, _lastLogin);

    /// <summary>Links that are mailed.</summary>
    public OwnKeyRing Actions => _actions ??= Ring("actions", 0, 0);

    /// <summary>Tokens of client registration, which may have no end. Each counts only as long as its id is on record.</summary>
    public OwnKeyRing Registration => _registration ??= Ring("registration", 0, long.MaxValue);

    /// <summary>Marks access tokens that name no session, which any key of the realm may sign. What an earlier release has issued bears no mark.</summary>
    public OwnKeyRing Access => _access ??= Ring("access", _upgrade.SignsAsBefore, 0);

    // Two that make one at the same time make the same.
    private OwnKeyRing Ring(string purpose, long signsAsBefore, long readsAsBefore) => new(
        [.. (_sealer?.Derive($"own-{purpose}", _realmId, SecretSize) ?? []).Select((secret, place) => new HmacSigningKey(
            new RealmKey { Kid = $"own-{purpose}-{Id(secret)}", Algorithm = JoseAlgorithms.HS512, ProviderId = "own", SealedPrivateKey = string.Empty }, secret))],
        _upgrade.Since == 0 ? [] : _before,
        signsAsBefore,
        readsAsBefore,
        _time);

    private static string Id(byte[] secret) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.HMACSHA256.HashData(secret, "kid"u8).AsSpan(0, 12));
}
