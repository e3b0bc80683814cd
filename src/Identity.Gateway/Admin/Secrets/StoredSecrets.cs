using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Admin.Secrets;

/// <summary>The mask that was answered comes back when somebody saves the page: it stands for the secret that is stored, as long as that is sent to the
/// same place in the same way. Whoever names another place does not get it sent there.</summary>
internal static class StoredSecrets
{
    private static readonly string[] MailServer = ["host", "port", "ssl", "starttls", "auth", "authType", "user"];
    private static readonly string[] Destinations = ["host", "port", "server", "domain", "connection", "realm", "bindDn", "tls", "ssl"];
    private static readonly string[] TokenServer = ["authTokenUrl", "authTokenClientId", "authTokenScope"];

    /// <summary>Settings of a mail server with the stored secrets in the place of their masks. A mask for which nothing is stored is left out.</summary>
    /// <exception cref="AdminRefusalException">400: a secret would go elsewhere.</exception>
    public static JsonObject Mail(JsonObject given, JsonObject? stored) => Restore(given, stored, name => name switch
    {
        "password" => MailServer,
        "authTokenClientSecret" => [.. MailServer, .. TokenServer],
        _ => [.. given.Select(setting => setting.Key).Union((stored ?? []).Select(setting => setting.Key)).Where(other => other != name)],
    });

    /// <summary>The same for the settings of a component or of a step of a flow.</summary>
    /// <exception cref="AdminRefusalException">400: a secret would go elsewhere.</exception>
    public static JsonObject Settings(JsonObject given, JsonObject? stored) =>
        Restore(given, stored, _ => [.. given.Select(setting => setting.Key).Union((stored ?? []).Select(setting => setting.Key)).Where(IsDestination)]);

    private static JsonObject Restore(JsonObject given, JsonObject? stored, Func<string, IReadOnlyList<string>> destination)
    {
        var restored = (JsonObject)given.DeepClone();
        foreach (var name in given.Where(setting => IsMask(setting.Value)).Select(setting => setting.Key))
        {
            restored.Remove(name);
            if (stored?[name] is not { } secret)
            {
                continue;
            }

            if (destination(name).Where(other => !IsMask(given[other])).FirstOrDefault(other => !Same(stored[other], given[other])) is { } changed)
            {
                throw AdminRefusalException.Invalid($"{changed} has changed: give {name} again, the stored one is not sent elsewhere");
            }

            restored[name] = secret.DeepClone();
        }

        return restored;
    }

    private static bool IsDestination(string name) =>
        AddressKinds.Of(name) is not null
        || Destinations.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsMask(JsonNode? value) => value switch
    {
        JsonArray items => items.Any(IsMask),
        JsonValue => value.ToString() == Redaction.Mask,
        _ => false,
    };

    // Forms send what nobody filled in as "", and flags as text.
    private static bool Same(JsonNode? left, JsonNode? right) => string.Equals(Text(left), Text(right), StringComparison.Ordinal);

    private static string Text(JsonNode? value) => value switch
    {
        null => string.Empty,
        JsonArray or JsonObject => value.ToJsonString(),
        _ => value.ToString() is var text && text.Equals("false", StringComparison.OrdinalIgnoreCase) ? string.Empty
            : text.Equals("true", StringComparison.OrdinalIgnoreCase) ? "true" : text,
    };
}
