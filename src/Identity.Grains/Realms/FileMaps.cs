using System.Text.Json.Nodes;

namespace Identity.Grains.Realms;

/// <summary>Maps of texts in a realm file, which Keycloak reads more leniently than their type says.</summary>
internal static class FileMaps
{
    /// <summary>A copy with texts only: numbers and flags as text, nulls left out.</summary>
    public static JsonObject Texts(FileNode? map)
    {
        var texts = new JsonObject();
        foreach (var (name, value) in map?.Json ?? [])
        {
            if (value is not null)
            {
                texts[name] = value is JsonValue ? value.ToString() : throw map!.Value.Error(name, "a text is expected.");
            }
        }

        return texts;
    }

    /// <summary>A copy with lists of texts only: a single text becomes a list of one, nulls are left out.</summary>
    public static JsonObject Lists(FileNode? map)
    {
        var lists = new JsonObject();
        foreach (var (name, value) in map?.Json ?? [])
        {
            if (value is not null)
            {
                lists[name] = new JsonArray([.. (value as JsonArray ?? [value.DeepClone()])
                    .Where(item => item is not null)
                    .Select(item => (JsonNode)item!.ToString())]);
            }
        }

        return lists;
    }
}
