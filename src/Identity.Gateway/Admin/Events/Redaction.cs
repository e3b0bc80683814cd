using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.Events;

/// <summary>Takes secrets out of what events keep.</summary>
internal static class Redaction
{
    /// <summary>What stands for a secret, as in Keycloak's own answers.</summary>
    public const string Mask = "**********";

    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "secret", "value", "secretData", "registrationAccessToken", "password", "privateKey", "keystorePassword", "bindCredential", "clientSecret", "authToken", "token",
        "client.secret.rotated", "pairwiseSubAlgorithmSalt", "keyPassword", "storePassword",
    };

    /// <summary>The JSON text without secrets.</summary>
    public static string Text(JsonNode representation) => Clean(representation.DeepClone()).ToJsonString();

    private static JsonNode Clean(JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var name in fields.Select(field => field.Key).ToList())
                {
                    if (fields[name] is not { } value)
                    {
                        continue;
                    }

                    if (Secrets.Contains(name) || name.EndsWith(".private.key", StringComparison.Ordinal))
                    {
                        fields[name] = Mask;
                    }
                    else
                    {
                        Clean(value);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.OfType<JsonNode>())
                {
                    Clean(item);
                }

                break;
        }

        return node;
    }
}
