using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;

namespace Identity.Gateway.Admin.Users;

/// <summary>Keycloak's UserSessionRepresentation.</summary>
internal static class UserSessionBody
{
    /// <summary>The session; <paramref name="lastAccess"/> in Unix seconds.</summary>
    public static JsonObject Write(RealmSnapshot realm, SessionSummary session, long lastAccess) => new()
    {
        ["id"] = session.Id,
        ["username"] = session.Username,
        ["userId"] = session.UserId,
        ["ipAddress"] = session.IpAddress,
        ["start"] = session.Started * 1000,
        ["lastAccess"] = lastAccess * 1000,
        ["rememberMe"] = session.RememberMe,
        ["clients"] = new JsonObject(session.Clients.Keys
            .Select(realm.FindClientById)
            .Where(client => client is not null)
            .Select(client => KeyValuePair.Create<string, JsonNode?>(client!.Id, client.ClientId))),
        ["transientUser"] = false,
    };
}
