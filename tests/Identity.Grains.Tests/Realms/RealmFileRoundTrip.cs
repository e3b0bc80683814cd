using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Grains.Tests.Realms;

public sealed class RealmFileRoundTrip
{
    [Theory]
    [InlineData("acme-realm")]
    [InlineData("plain-realm")]
    [InlineData("master-realm")]
    public void Reading_what_was_written_gives_the_same_records(string name)
    {
        var first = RealmFiles.Read(RealmFiles.Load(name));

        var second = RealmFiles.Read(RealmFiles.Write(first));

        Assert.Equal(Text(first), Text(second));
    }

    [Theory]
    [InlineData("acme-realm")]
    [InlineData("plain-realm")]
    [InlineData("master-realm")]
    public void Writing_gives_back_what_the_file_said(string name)
    {
        var file = RealmFiles.Load(name);
        ((JsonObject)file["components"]!).Remove("org.keycloak.keys.KeyProvider");

        var written = RealmFiles.Write(RealmFiles.Read(RealmFiles.Load(name)));

        Assert.Empty(Missing(file, written, string.Empty));
    }

    private static string Text(RealmFile file)
    {
        var keys = file.Realm.Keys.Select(key => key with
        {
            SealedPrivateKey = Convert.ToBase64String(RealmFiles.Sealer.Open("realm-key", key.SealedPrivateKey)!),
            CreatedAt = 0,
        });
        var parts = new JsonArray(
            JsonSerializer.SerializeToNode(file.Realm with { Keys = [.. keys] }, StateJsonContext.Default.RealmState),
            new JsonArray([.. file.Clients.Select(item => JsonSerializer.SerializeToNode(item, StateJsonContext.Default.ClientState))]),
            new JsonArray([.. file.ClientScopes.Select(item => JsonSerializer.SerializeToNode(item, StateJsonContext.Default.ClientScopeState))]),
            new JsonArray([.. file.Roles.Select(item => JsonSerializer.SerializeToNode(item, StateJsonContext.Default.RoleState))]),
            new JsonArray([.. file.Groups.Select(item => JsonSerializer.SerializeToNode(item, StateJsonContext.Default.GroupState))]),
            new JsonArray([.. file.Users.Select(item => JsonSerializer.SerializeToNode(item.State, StateJsonContext.Default.UserState))]));
        return Sorted(parts)!.ToJsonString();
    }

    // Roles by client come back grouped by client, so their order may change where one list held several clients' roles.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject value => new JsonObject(value
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray value => new JsonArray([.. value.Select(Sorted).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> Missing(JsonNode? expected, JsonNode? actual, string path) => expected switch
    {
        JsonObject value => value.SelectMany(entry => Missing(entry.Value, actual?[entry.Key], $"{path}.{entry.Key}")),
        JsonArray value when actual is JsonArray => value.SelectMany(item => actual.AsArray().Any(other => !Missing(item, other, string.Empty).Any())
            ? []
            : new[] { $"{path}: {item?.ToJsonString()}" }),
        _ when JsonNode.DeepEquals(expected, actual) => [],
        _ => [$"{path}: {expected?.ToJsonString()} became {actual?.ToJsonString() ?? "nothing"}"],
    };
}
