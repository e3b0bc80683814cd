using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Secrets;

namespace Identity.Gateway.Admin.Events;

/// <summary>Leaves in what events and files keep only what is known to be no secret.</summary>
internal static class Redaction
{
    /// <summary>What stands for a secret, as in Keycloak's own answers.</summary>
    public const string Mask = "**********";

    /// <summary>The JSON text without secrets.</summary>
    public static string Text(JsonNode representation)
    {
        var copy = representation.DeepClone();
        Clean(copy, ShownNames.Field);
        return copy.ToJsonString();
    }

    /// <summary>Masks the values of settings that are not known to be shown. A value that is empty hides nothing and stays.</summary>
    public static void MaskSettings(JsonObject? settings, Func<string, bool> isShown)
    {
        foreach (var name in (settings ?? []).Where(setting => !isShown(setting.Key) && !IsEmpty(setting.Value)).Select(setting => setting.Key).ToList())
        {
            settings![name] = settings[name] is JsonArray ? new JsonArray(Mask) : Mask;
        }
    }

    private static void Clean(JsonNode node, Func<string, bool> isShown)
    {
        switch (node)
        {
            case JsonObject fields:
                // What people, groups and roles have as attributes are lists; everybody sees them who sees the person.
                foreach (var (name, value) in fields.ToList())
                {
                    if (value is null || value.GetValueKind() is JsonValueKind.True or JsonValueKind.False || ShownNames.Open.Contains(name)
                        || (name == "attributes" && value is JsonObject people && people.All(attribute => attribute.Value is JsonArray)))
                    {
                        continue;
                    }

                    if (value is JsonObject or JsonArray && !IsList(value))
                    {
                        Clean(value, Rule(name, isShown));
                    }
                    else if (!isShown(name))
                    {
                        fields[name] = Mask;
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.OfType<JsonNode>())
                {
                    Clean(item, isShown);
                }

                break;
        }
    }

    private static Func<string, bool> Rule(string name, Func<string, bool> outer) => name switch
    {
        "attributes" => ShownNames.Attribute,
        "config" or "configuration" => ShownNames.Setting,
        "smtpServer" => ShownNames.Smtp.Contains,
        "socialProviders" => _ => false,
        _ => outer == (Func<string, bool>)ShownNames.Setting ? outer : ShownNames.Field,
    };

    private static bool IsList(JsonNode value) => value is JsonArray items && items.All(item => item is null or JsonValue);

    private static bool IsEmpty(JsonNode? value) => value is null || (value is JsonValue && value.ToString().Length == 0) || value is JsonArray { Count: 0 };
}
