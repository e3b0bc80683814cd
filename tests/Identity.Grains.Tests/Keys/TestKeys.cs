using System.Security.Cryptography;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains.Tests.Keys;

/// <summary>A realm with one key of each kind.</summary>
internal static class TestKeys
{
    public static readonly Sealer Sealer = new([RandomNumberGenerator.GetBytes(32)]);
    public static readonly UnreadableRecords Unreadable =
        new ServiceCollection().AddMetrics().AddLogging().AddSingleton<UnreadableRecords>().BuildServiceProvider().GetRequiredService<UnreadableRecords>();

    public static readonly RealmKeyGenerator Generator = new(Sealer, TimeProvider.System);

    public static readonly RealmState Realm = new()
    {
        Id = "r",
        Realm = "r",
        Keys = [.. JoseAlgorithms.Asymmetric.Append(JoseAlgorithms.HS512).Append(JoseAlgorithms.RsaOaep).Select(algorithm => Generator.Generate("r", algorithm, 100))],
    };

    public static readonly RealmKeys Keys = Open(Realm);

    public static RealmKeys Open(RealmState realm) => new RealmKeysReader(Sealer, Unreadable, new UpgradeToOwnKeys(), TimeProvider.System).Read(realm);

    /// <summary>The signing key with that private part.</summary>
    public static SigningKey Key(string algorithm, byte[] privateKey, string kid = "k") =>
        SigningKey.Create(new RealmKey { Kid = kid, Algorithm = algorithm, SealedPrivateKey = string.Empty, ProviderId = "test" }, privateKey);
}
