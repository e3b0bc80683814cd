using Identity.Gateway.Admin.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Identity.Gateway.Admin;

/// <summary>Carries out an admin request for a realm.</summary>
internal delegate Task<AdminResult> AdminHandler(AdminCall call);

/// <summary>One endpoint of the admin API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below /admin/realms/{realm}, with a leading slash; empty for the realm itself.</param>
/// <param name="Permission">What it demands. A handler may demand more.</param>
/// <param name="Summary">One line for the OpenAPI document.</param>
internal sealed record AdminRoute(string Method, string Path, AdminPermission Permission, string Summary)
{
    /// <summary>The whole route pattern.</summary>
    public string Pattern { get; init; } = $"/admin/realms/{{realm}}{Path}";
}

/// <summary>The endpoints below <c>/admin/realms/{realm}</c>. Each is mapped here, with what it demands: nothing is reached without that check.</summary>
internal sealed class AdminRoutes(IEndpointRouteBuilder endpoints, AdminGate gate)
{
    private const long BodyLimit = 2 * 1024 * 1024;

    /// <summary>The largest body of a request that carries a whole realm.</summary>
    public const long RealmBodyLimit = 64 * 1024 * 1024;

    private readonly List<AdminRoute> _all = [];

    /// <summary>Everything that has been mapped.</summary>
    public IReadOnlyList<AdminRoute> All => _all;

    /// <summary>Maps a GET.</summary>
    public void Get(string path, AdminPermission permission, string summary, AdminHandler handler) => Map(HttpMethods.Get, path, permission, summary, handler);

    /// <summary>Maps a POST.</summary>
    public void Post(string path, AdminPermission permission, string summary, AdminHandler handler, long bodyLimit = BodyLimit) =>
        Map(HttpMethods.Post, path, permission, summary, handler, bodyLimit);

    /// <summary>Maps a PUT.</summary>
    public void Put(string path, AdminPermission permission, string summary, AdminHandler handler, long bodyLimit = BodyLimit) =>
        Map(HttpMethods.Put, path, permission, summary, handler, bodyLimit);

    /// <summary>Maps a DELETE.</summary>
    public void Delete(string path, AdminPermission permission, string summary, AdminHandler handler) => Map(HttpMethods.Delete, path, permission, summary, handler);

    /// <summary>Maps an endpoint that is not for one realm; the handler checks what the administrator may.</summary>
    public void Top(string method, string pattern, AdminPermission permission, string summary, Func<HttpContext, Administrator, Task<AdminResult>> handler, long bodyLimit = BodyLimit)
    {
        var route = new AdminRoute(method, pattern, permission, summary) { Pattern = pattern };
        _all.Add(route);
        Task AnswerAsync(HttpContext http) => gate.AnswerAsync(http, bodyLimit, administrator => handler(http, administrator));
        endpoints.MapMethods(pattern, [method], AnswerAsync).WithMetadata(route);
    }

    private void Map(string method, string path, AdminPermission permission, string summary, AdminHandler handler, long bodyLimit = BodyLimit)
    {
        var route = new AdminRoute(method, path, permission, summary);
        _all.Add(route);
        endpoints.MapMethods(route.Pattern, [method], http => gate.AnswerAsync(http, permission, handler, bodyLimit)).WithMetadata(route);
    }
}
