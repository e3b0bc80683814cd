using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Realms;
using Identity.Gateway.Admin.Secrets;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Components;

/// <summary>The components of a realm that are no keys, as its file holds them: by type, without type and parent.</summary>
internal static class StoredComponents
{
    private const string Section = "components";

    /// <summary>All, as the API shows them.</summary>
    public static IEnumerable<JsonObject> All(RealmState realm)
    {
        foreach (var (type, list) in RealmExtra.Object(realm, Section) ?? [])
        {
            foreach (var component in (list as JsonArray ?? []).OfType<JsonObject>())
            {
                yield return Shown(realm.Id, type, component);
            }
        }
    }

    /// <summary>The realm with the component added, or in the place of the one with its id.</summary>
    public static RealmState With(RealmState realm, JsonObject component)
    {
        var all = RealmExtra.Object(realm, Section) ?? [];
        var type = (string)component["providerType"]!;
        var list = all[type] as JsonArray ?? [];
        all[type] ??= list;
        var stored = (JsonObject)component.DeepClone();
        stored.Remove("providerType");
        stored.Remove("parentId");
        stored["subComponents"] ??= new JsonObject();
        var known = list.OfType<JsonObject>().FirstOrDefault(other => (string?)other["id"] == (string?)component["id"]);
        if (stored["config"] is JsonObject config)
        {
            stored["config"] = StoredSecrets.Settings(config, known?["config"] as JsonObject);
        }

        var at = list.ToList().FindIndex(other => (string?)other!["id"] == (string?)component["id"]);
        if (at < 0)
        {
            list.Add((JsonNode)stored);
        }
        else
        {
            list[at] = stored;
        }

        return RealmExtra.With(realm, Section, all);
    }

    /// <summary>The realm without the component.</summary>
    public static RealmState Without(RealmState realm, string id)
    {
        var all = RealmExtra.Object(realm, Section) ?? [];
        foreach (var type in all.Select(entry => entry.Key).ToList())
        {
            var list = (JsonArray)all[type]!;
            foreach (var found in list.Where(component => (string?)component!["id"] == id).ToList())
            {
                list.Remove(found);
            }

            if (list.Count == 0)
            {
                all.Remove(type);
            }
        }

        return RealmExtra.With(realm, Section, all.Count == 0 ? null : all);
    }

    private static JsonObject Shown(string realmId, string type, JsonObject component)
    {
        var node = (JsonObject)component.DeepClone();
        node.Remove("subComponents");
        node["providerType"] = type;
        node["parentId"] = realmId;
        Redaction.MaskSettings(node["config"] as JsonObject, ShownNames.Setting);
        return node;
    }
}
