using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>Refuses a realm or client that wants a flow which logins cannot follow, rather than let its administrator believe that it protects it.</summary>
internal static class FlowBindingRules
{
    /// <summary>Checks the fields of a realm that name flows; a field that stays as it is passes.</summary>
    public static void Demand(RealmState realm, JsonObject body)
    {
        var settings = AuthenticationSettings.Of(realm);
        foreach (var (field, bound) in FlowBindings.OfRealm(realm))
        {
            if ((string?)body[field] is { Length: > 0 } alias && alias != bound)
            {
                Demand(FlowSupport.Problem(settings, field, alias));
            }
        }
    }

    /// <summary>Checks a client's field authenticationFlowBindingOverrides.</summary>
    public static void DemandOverrides(RealmState realm, JsonNode? overrides)
    {
        var settings = AuthenticationSettings.Of(realm);
        foreach (var (field, id) in FlowBindings.OfOverrides(JsonElement.Parse(overrides?.ToJsonString() ?? "{}")))
        {
            Demand(settings.FindFlowById(id) is { } flow ? FlowSupport.Problem(settings, field, flow.Alias) : $"There is no flow with the id {(id.Length <= 64 ? id : "given")}.");
        }
    }

    private static void Demand(string? problem)
    {
        if (problem is not null)
        {
            throw AdminRefusalException.Invalid(problem);
        }
    }
}
