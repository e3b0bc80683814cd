using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Keys;

/// <summary>The keys of a realm that comes in from a file. A component that says how a key is made but holds none, as in files that
/// were exported without secrets, gets a new one.</summary>
internal sealed class ImportedKeys(RealmKeyGenerator generator, RealmKeyAdministration administration)
{
    // An RSA key takes a second of a processor at worst.
    private const int MaxNew = 20;

    /// <summary>The realm with a key for each such component and for each algorithm that it needs.</summary>
    /// <param name="content">What the file says.</param>
    /// <param name="stored">The realm that the file replaces. Tokens that are out stay valid: a file without keys does not take its keys away.</param>
    public RealmState Complete(RealmFile content, RealmState? stored)
    {
        var (realm, empty) = TakeEmpty(content.Realm);
        if (realm.Keys.Count == 0 && stored is not null)
        {
            realm = realm with { Keys = stored.Keys };
        }
        else if (empty.Count > MaxNew)
        {
            throw new RealmFileException($"components.{RealmKeyAdministration.ProviderType}", $"at most {MaxNew} keys can be made.");
        }
        else
        {
            realm = realm with { Keys = [.. realm.Keys, .. empty.Select(component => Key(realm.Realm, component, stored))] };
            RealmKeyRules.DemandDistinct(realm.Keys, $"components.{RealmKeyAdministration.ProviderType}");
        }

        return generator.Complete(realm, content.Clients);
    }

    private RealmKey Key(string realmName, JsonObject component, RealmState? stored)
    {
        var id = (string?)component["id"];
        return stored?.Keys.FirstOrDefault(key => key.ComponentId == id) ?? administration.Create(realmName, component) with { ComponentId = id };
    }

    private static (RealmState Realm, IReadOnlyList<JsonObject> Empty) TakeEmpty(RealmState realm)
    {
        if (realm.Extra is not { } extra || !extra.TryGetValue("components", out var element)
            || JsonNode.Parse(element.GetRawText()) is not JsonObject components || components[RealmKeyAdministration.ProviderType] is not JsonArray unread)
        {
            return (realm, []);
        }

        var empty = unread.OfType<JsonObject>().Where(IsMade).ToList();
        empty.ForEach(component => unread.Remove(component));
        if (unread.Count == 0)
        {
            components.Remove(RealmKeyAdministration.ProviderType);
        }

        return (realm with
        {
            Extra = new(extra, StringComparer.Ordinal) { ["components"] = JsonElement.Parse(components.ToJsonString()) },
        }, empty);
    }

    private static bool IsMade(JsonObject component) =>
        component["providerId"] is JsonValue value && value.TryGetValue<string>(out var provider)
        && provider.EndsWith("-generated", StringComparison.Ordinal) && RealmKeyAdministration.Providers.Contains(provider);
}
