using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;

namespace Identity.Gateway.Admin.OpenApi;

/// <summary>Which representation an operation sends or answers.</summary>
internal static class OpenApiSchemas
{
    // By the end of the path, the longest first; a list where the last part names many.
    private static readonly (string End, string Name, bool Many)[] Known =
    [
        ("/admin/realms", "RealmRepresentation", true),
        ("/users", "UserRepresentation", true),
        ("/users/{id}", "UserRepresentation", false),
        ("/members", "UserRepresentation", true),
        ("/groups", "GroupRepresentation", true),
        ("/groups/{id}", "GroupRepresentation", false),
        ("/children", "GroupRepresentation", true),
        ("/roles", "RoleRepresentation", true),
        ("/roles/{name}", "RoleRepresentation", false),
        ("/composites", "RoleRepresentation", true),
        ("/role-mappings/realm", "RoleRepresentation", true),
        ("/clients", "ClientRepresentation", true),
        ("/clients/{id}", "ClientRepresentation", false),
        ("/client-scopes", "ClientScopeRepresentation", true),
        ("/client-scopes/{id}", "ClientScopeRepresentation", false),
        ("/protocol-mappers/models", "ProtocolMapperRepresentation", true),
        ("/components", "ComponentRepresentation", true),
        ("/components/{id}", "ComponentRepresentation", false),
        ("/credentials", "CredentialRepresentation", true),
        ("/events", "EventRepresentation", true),
        ("/admin-events", "AdminEventRepresentation", true),
        ("/events/config", "RealmEventsConfigRepresentation", false),
        ("/sessions", "UserSessionRepresentation", true),
    ];

    /// <summary>The schema of a route's body or answer; null where it is none of the representations.</summary>
    public static JsonObject? Of(AdminRoute route)
    {
        if (route.Path.Length == 0)
        {
            return Reference("RealmRepresentation");
        }

        var path = OpenApiDocument.Path(route);
        if (Known.FirstOrDefault(known => path.EndsWith(known.End, StringComparison.Ordinal)) is not { Name: { } name } found)
        {
            return null;
        }

        return found.Many && route.Method != "POST" ? new JsonObject { ["type"] = "array", ["items"] = Reference(name) } : Reference(name);
    }

    /// <summary>The schema of a field.</summary>
    public static JsonObject Of(FieldKind kind) => kind switch
    {
        FieldKind.Text or FieldKind.Secret => Type("string"),
        FieldKind.Number => Type("integer"),
        FieldKind.Flag => Type("boolean"),
        FieldKind.Texts => new JsonObject { ["type"] = "array", ["items"] = Type("string") },
        FieldKind.TextMap => new JsonObject { ["type"] = "object", ["additionalProperties"] = Type("string") },
        FieldKind.TextListMap => new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = Type("string") },
        },
        FieldKind.Object => Type("object"),
        FieldKind.Objects => new JsonObject { ["type"] = "array", ["items"] = Type("object") },
        _ => [],
    };

    private static JsonObject Type(string type) => new() { ["type"] = type };

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };
}
