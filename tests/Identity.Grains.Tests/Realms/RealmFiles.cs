using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Grains.Tests.Keys;

namespace Identity.Grains.Tests.Realms;

/// <summary>Realm files read without a database.</summary>
internal static class RealmFiles
{
    public static readonly Sealer Sealer = new([RandomNumberGenerator.GetBytes(32)]);
    public static readonly RealmKeyComponents Components = new(Sealer, TimeProvider.System);
    public static readonly RealmKeysReader KeysReader = new(Sealer, TestKeys.Unreadable, new UpgradeToOwnKeys(), TimeProvider.System);

    public static JsonObject Load(string name) =>
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", $"{name}.json")))!;

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static RealmFile Read(JsonObject file) =>
        RealmFileReader.Read(RealmDefaults.Complete(file), (string?)file["id"] ?? "realm-id", Components);

    public static RealmRecords Records(RealmFile file) => new(1, file.Realm, file.Clients, file.ClientScopes, file.Roles, file.Groups);

    public static RealmSnapshot Snapshot(RealmFile file) => new(Records(file), KeysReader.Read(file.Realm));

    public static JsonObject Write(RealmFile file) =>
        new RealmFileWriter(Records(file), Components).Write([.. file.Users.Select(user => user.State)]);
}
