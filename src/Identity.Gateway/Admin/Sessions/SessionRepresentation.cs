using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Admin.Sessions;

/// <summary>Keycloak's UserSessionRepresentation.</summary>
internal static class SessionRepresentation
{
    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "UserSessionRepresentation",
        (FieldKind.Text, ["id", "username", "userId", "ipAddress"]),
        (FieldKind.Number, ["start", "lastAccess"]),
        (FieldKind.Flag, ["rememberMe", "transientUser"]),
        (FieldKind.TextMap, ["clients"]));

    /// <summary>The session; of its clients only those that are still there.</summary>
    public static JsonObject Write(RealmSnapshot realm, SessionSummary session)
    {
        var node = new JsonObject
        {
            ["id"] = session.Id,
            ["username"] = session.Username,
            ["userId"] = session.UserId,
            ["ipAddress"] = session.IpAddress,
            ["start"] = session.Started * 1000,
            ["lastAccess"] = session.LastRefresh * 1000,
            ["rememberMe"] = session.RememberMe,
        };
        var clients = new JsonObject();
        foreach (var id in session.Clients.Keys)
        {
            if (realm.FindClientById(id) is { } client)
            {
                clients[id] = client.ClientId;
            }
        }

        node["clients"] = clients;
        node["transientUser"] = false;
        return node;
    }

    /// <summary>As the console's own lists hold it: with the kind of session.</summary>
    public static JsonObject WriteForConsole(RealmSnapshot realm, SessionSummary session)
    {
        var node = Write(realm, session);
        node.Remove("rememberMe");
        node["type"] = session.Offline ? "OFFLINE" : "REGULAR";
        return node;
    }
}
