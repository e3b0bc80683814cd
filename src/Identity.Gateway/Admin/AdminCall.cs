using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin;

/// <summary>One admin request for a realm, by an administrator who may make it.</summary>
internal sealed class AdminCall(HttpContext http, Administrator administrator, RealmContext context)
{
    /// <summary>The request itself.</summary>
    public HttpContext Http => http;

    /// <summary>Who asks.</summary>
    public Administrator Administrator => administrator;

    /// <summary>The realm that is asked for, as of now.</summary>
    public RealmSnapshot Realm => context.Realm;

    /// <summary>The same with the address.</summary>
    public RealmContext Context => context;

    /// <summary>The query.</summary>
    public AdminQuery Query => new(http.Request.Query);

    /// <summary>Ends when the caller goes away. Reads may use it; writes do not.</summary>
    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>Where the request came from.</summary>
    public string? IpAddress => http.Connection.RemoteIpAddress?.ToString();

    /// <summary>Below the realm, without slashes at its ends: the resourcePath of an event on what the request names.</summary>
    public string ResourcePath
    {
        get
        {
            var path = http.Request.Path.Value!.Trim('/').Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            var prefix = $"admin/realms/{Route("realm")}/";
            return path.StartsWith(prefix, StringComparison.Ordinal) ? path[prefix.Length..] : string.Empty;
        }
    }

    /// <summary>Whether the administrator may also do this in the realm.</summary>
    public bool May(AdminPermission permission) => administrator.May(context.Realm, permission);

    /// <summary>Refuses unless the administrator may also do this.</summary>
    public void Demand(AdminPermission permission)
    {
        if (!May(permission))
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    /// <summary>A part of the path. Routing leaves an encoded slash as it is; names may hold one.</summary>
    public string Route(string name) =>
        ((string)http.Request.RouteValues[name]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The body as one representation, checked.</summary>
    public async Task<JsonObject> ReadAsync(Representation representation) =>
        representation.Check(await ReadJsonAsync() ?? throw new AdminRefusalException(AdminResult.Error(400, "unknown_error", "A body is required")));

    /// <summary>The body as an array of representations, checked. An object stands for an empty array: clients send one where they have nothing to say.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadListAsync(Representation representation) => await ReadJsonAsync() switch
    {
        JsonArray items => [.. items.Select(representation.Check)],
        null or JsonObject { Count: 0 } => [],
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };

    /// <summary>The body as it is; null when there is none.</summary>
    public Task<JsonNode?> ReadJsonAsync() => AdminBody.ReadAsync(http.Request, Aborted);

    /// <summary>The body as text.</summary>
    public Task<string> ReadTextAsync() => AdminBody.ReadTextAsync(http.Request, Aborted);
}
