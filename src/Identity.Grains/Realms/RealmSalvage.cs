using System.Text.Json.Nodes;
using Identity.Grains.Storage;

namespace Identity.Grains.Realms;

/// <summary>Saves of a realm's damaged document what can be read: each setting, and each element of a list, by itself.</summary>
public static class RealmSalvage
{
    private static readonly string[] Lists = ["keys", "initialAccesses"];

    /// <summary>The realm with what is readable; the rest is as in a new realm. It is disabled where its document does not say whether it is
    /// enabled: an administrator decides.</summary>
    /// <param name="document">As stored; null for what is no JSON object.</param>
    /// <param name="realmId">As its row says.</param>
    /// <param name="name">As its row says.</param>
    public static RealmState Of(JsonObject? document, string realmId, string name)
    {
        var sound = new JsonObject { ["id"] = realmId, ["realm"] = name };
        foreach (var (field, value) in document ?? [])
        {
            if (field is "id" or "realm" || value is null)
            {
                continue;
            }

            if (Lists.Contains(field) && value is JsonArray list)
            {
                sound[field] = new JsonArray([.. list.Where(item => IsReadable(sound, field, new JsonArray(item?.DeepClone()))).Select(item => item?.DeepClone())]);
            }
            else if (IsReadable(sound, field, value.DeepClone()))
            {
                sound[field] = value.DeepClone();
            }
        }

        var realm = TryRead(sound)!;
        return sound["enabled"] is null ? realm with { Enabled = false } : realm;
    }

    private static bool IsReadable(JsonObject sound, string field, JsonNode value) =>
        TryRead(new JsonObject { ["id"] = sound["id"]!.DeepClone(), ["realm"] = sound["realm"]!.DeepClone(), [field] = value }) is not null;

    private static RealmState? TryRead(JsonObject document)
    {
        try
        {
            return StateJson.Read<RealmState>(System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()));
        }
        catch (UnreadableRecordException)
        {
            return null;
        }
    }
}
