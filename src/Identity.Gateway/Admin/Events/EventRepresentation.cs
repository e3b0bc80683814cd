using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Events;

namespace Identity.Gateway.Admin.Events;

/// <summary>Keycloak's EventRepresentation and AdminEventRepresentation.</summary>
internal static class EventRepresentation
{
    /// <summary>The fields of a login event.</summary>
    public static Representation Fields { get; } = new(
        "EventRepresentation",
        (FieldKind.Text, ["id", "type", "realmId", "clientId", "userId", "sessionId", "ipAddress", "error"]),
        (FieldKind.Number, ["time"]),
        (FieldKind.TextMap, ["details"]));

    /// <summary>The fields of an admin event.</summary>
    public static Representation AdminFields { get; } = new(
        "AdminEventRepresentation",
        (FieldKind.Text, ["id", "realmId", "operationType", "resourceType", "resourcePath", "representation", "error"]),
        (FieldKind.Number, ["time"]),
        (FieldKind.Object, ["authDetails"]),
        (FieldKind.TextMap, ["details"]));

    /// <summary>A login event.</summary>
    public static JsonObject Write(LoginEvent one)
    {
        var node = new JsonObject { ["id"] = one.Id.ToString(), ["time"] = one.Time, ["type"] = one.Type, ["realmId"] = one.RealmId };
        Add(node, "clientId", one.ClientId);
        Add(node, "userId", one.UserId);
        Add(node, "sessionId", one.SessionId);
        Add(node, "ipAddress", one.IpAddress);
        Add(node, "error", one.Error);
        AddDetails(node, one.Details);
        return node;
    }

    /// <summary>An admin event.</summary>
    public static JsonObject Write(AdminEvent one)
    {
        var auth = new JsonObject();
        Add(auth, "realmId", one.AuthRealmId);
        Add(auth, "clientId", one.AuthClientId);
        Add(auth, "userId", one.AuthUserId);
        Add(auth, "ipAddress", one.AuthIpAddress);
        var node = new JsonObject
        {
            ["id"] = one.Id.ToString(),
            ["time"] = one.Time,
            ["realmId"] = one.RealmId,
            ["authDetails"] = auth,
            ["operationType"] = one.OperationType,
            ["resourceType"] = one.ResourceType,
        };
        Add(node, "resourcePath", one.ResourcePath);
        Add(node, "representation", one.Representation);
        Add(node, "error", one.Error);
        AddDetails(node, one.Details);
        return node;
    }

    private static void Add(JsonObject node, string name, string? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }

    private static void AddDetails(JsonObject node, IReadOnlyCollection<KeyValuePair<string, string>> details)
    {
        if (details.Count > 0)
        {
            node["details"] = new JsonObject(details.Select(detail => KeyValuePair.Create<string, JsonNode?>(detail.Key, detail.Value)));
        }
    }
}
