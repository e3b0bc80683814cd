using System.Text.Json.Nodes;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Reads bodies that name roles by their ids.</summary>
internal static class RoleBody
{
    /// <summary>The ids, each of a role that the administrator may use so, and the body for the event. Refuses with 404 and
    /// <paramref name="missing"/> when one is not there, with 403 when one is not his to use.</summary>
    public static async Task<(IReadOnlyList<string> Ids, JsonNode Body)> ReadAsync(AdminCall call, string missing, Func<AdminCall, RoleState, bool> may)
    {
        var body = await ReadArrayAsync(call) ?? throw AdminRefusalException.Unreadable("unknown_error");
        var roles = body.Select(item => (string?)item["id"] is { } id && call.Realm.FindRoleById(id) is { } role
            ? role
            : throw AdminRefusalException.NotFound(missing)).ToList();
        return roles.TrueForAll(role => may(call, role))
            ? ([.. roles.Select(role => role.Id)], new JsonArray([.. body]))
            : throw new AdminRefusalException(AdminResult.Forbidden);
    }

    /// <summary>The array in the body; null when there is no body. Anything else than an array is refused, an empty object too.</summary>
    public static async Task<IReadOnlyList<JsonObject>?> ReadArrayAsync(AdminCall call) => await call.ReadJsonAsync() switch
    {
        null => null,
        JsonArray items => [.. items.Select(RoleRepresentation.Fields.Check)],
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };
}
