using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.ClientPolicies;

/// <summary>The profiles that every realm has. Most name executors that are not enforced here: they are shown, and a policy that would use one is refused.</summary>
internal static class GlobalProfiles
{
    private static readonly Lazy<string> Text = new(Read);

    /// <summary>All, as Keycloak shows them. Each call answers a copy of its own.</summary>
    public static JsonArray All() => (JsonArray)JsonNode.Parse(Text.Value)!;

    private static string Read()
    {
        using var stream = typeof(GlobalProfiles).Assembly.GetManifestResourceStream("Identity.Gateway.Admin.ClientPolicies.global-profiles")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
