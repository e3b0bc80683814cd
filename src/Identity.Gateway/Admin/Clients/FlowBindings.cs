using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>A client's own authentication flows. Everybody logs in by the realm's flows: a client that wants others is refused rather than
/// let its administrator believe that they protect it.</summary>
internal static class FlowBindings
{
    /// <summary>Refuses bindings to another flow than the realm's own.</summary>
    public static void Demand(RealmSnapshot realm, JsonObject body)
    {
        foreach (var (binding, flow) in body["authenticationFlowBindingOverrides"] as JsonObject ?? [])
        {
            if ((string?)flow is { Length: > 0 } id && !IsRealms(realm, binding, id))
            {
                throw ClientCreation.Invalid($"A client cannot have an authentication flow of its own for {(binding.Length <= 50 ? binding : "this")}");
            }
        }
    }

    private static bool IsRealms(RealmSnapshot realm, string binding, string id)
    {
        var extra = realm.Settings.Extra;
        var field = binding switch { "browser" => "browserFlow", "direct_grant" => "directGrantFlow", _ => null };
        return field is not null && extra is not null
            && extra.TryGetValue(field, out var alias) && extra.TryGetValue("authenticationFlows", out var flows) && flows.ValueKind == JsonValueKind.Array
            && flows.EnumerateArray().Any(flow => Text(flow, "id") == id && Text(flow, "alias") == alias.ToString());
    }

    private static string? Text(JsonElement flow, string name) =>
        flow.ValueKind == JsonValueKind.Object && flow.TryGetProperty(name, out var value) ? value.ToString() : null;
}
