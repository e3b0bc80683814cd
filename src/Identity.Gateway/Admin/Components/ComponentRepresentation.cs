using Identity.Gateway.Admin.Requests;

namespace Identity.Gateway.Admin.Components;

/// <summary>Keycloak's ComponentRepresentation.</summary>
internal static class ComponentRepresentation
{
    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "ComponentRepresentation",
        (FieldKind.Text, ["id", "name", "providerId", "providerType", "parentId", "subType"]),
        (FieldKind.TextListMap, ["config"]));
}
