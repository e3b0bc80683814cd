using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Texts;

namespace Identity.Gateway.Admin.Clients;

/// <summary>A client's levels of authentication must be ones that it or its realm knows.</summary>
internal static class AcrRules
{
    private const string MapAttribute = "acr.loa.map";

    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static ClientProblem? Find(RealmSnapshot realm, ClientState client)
    {
        if (!TryReadMap(client.Attributes.GetValueOrDefault(MapAttribute), out var own))
        {
            return new(MapAttribute, "Invalid client configuration (ACR-LOA map) for client");
        }

        var known = TryReadMap(realm.Settings.Attributes.GetValueOrDefault(MapAttribute), out var shared) && own.Count == 0 ? shared : own;
        return Split(client, "default.acr.values").Any(value => !IsKnown(known, value))
                ? new("default.acr.values", "Default ACR values need to contain values specified in the ACR-To-Loa mapping or number levels from set realm browser flow")
            : client.Attributes.GetValueOrDefault("minimum.acr.value") is { } minimum && !IsKnown(known, minimum)
                ? new("minimum.acr.value", "Minimum ACR value needs to be value specified in the ACR-To-Loa mapping or number level from set realm browser flow")
            : null;
    }

    private static bool IsKnown(IReadOnlySet<string> known, string value) =>
        known.Contains(value) || int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string[] Split(ClientState client, string attribute) =>
        client.Attributes.GetValueOrDefault(attribute)?.Split("##", StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static bool TryReadMap(string? text, out IReadOnlySet<string> names)
    {
        names = new HashSet<string>(StringComparer.Ordinal);
        if (text is null)
        {
            return true;
        }

        if (JsonInput.FindObject(text) is not { } map)
        {
            return false;
        }

        names = map.EnumerateObject().Select(level => level.Name).ToHashSet(StringComparer.Ordinal);
        return map.EnumerateObject().All(level => int.TryParse(level.Value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));
    }
}
