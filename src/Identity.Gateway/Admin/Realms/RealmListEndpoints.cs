using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Realms;

/// <summary>All realms that an administrator sees, and new ones.</summary>
internal sealed class RealmListEndpoints(RealmSnapshots realms, IRealmSource source, NewRealms newRealms) : IAdminEndpoints
{
    private const string Path = "/admin/realms";

    public void Map(AdminRoutes routes)
    {
        routes.Top(HttpMethods.Get, Path, AdminPermission.Token, "Realms", ListAsync);
        routes.Top(HttpMethods.Post, Path, AdminPermission.CreateRealm, "Create a realm, or import one", newRealms.CreateAsync, AdminRoutes.RealmBodyLimit);
        routes.Get("/ui-ext/realms/names", AdminPermission.AnyRole, "Names of the realms that the administrator sees", NamesAsync);
    }

    private async Task<AdminResult> ListAsync(HttpContext http, Administrator administrator)
    {
        var brief = new AdminQuery(http.Request.Query).Flag("briefRepresentation") ?? false;
        var list = new JsonArray();
        foreach (var name in await VisibleAsync(administrator, search: null, http.RequestAborted))
        {
            if (!administrator.May(name, AdminPermission.ViewRealm))
            {
                list.Add((JsonNode)new JsonObject { ["realm"] = name });
            }
            else if (await realms.FindAsync(name, http.RequestAborted) is { } realm)
            {
                var settings = realm.Settings;
                list.Add((JsonNode)(brief
                    ? RealmRepresentation.WriteBrief(settings.Id, name, settings.DisplayName, settings.DisplayNameHtml, settings.Enabled)
                    : RealmRepresentation.Write(realm)));
            }
        }

        return list.Count == 0 ? AdminResult.Forbidden : AdminResult.Json(list);
    }

    private async Task<AdminResult> NamesAsync(AdminCall call)
    {
        var names = await VisibleAsync(call.Administrator, call.Query.Text("search"), call.Aborted);
        var list = new JsonArray();
        foreach (var name in call.Query.Page().Of(names))
        {
            var node = new JsonObject { ["name"] = name };
            if (await realms.FindAsync(name, call.Aborted) is { Settings.DisplayName: { } displayName })
            {
                node["displayName"] = displayName;
            }

            list.Add((JsonNode)node);
        }

        return AdminResult.Json(list);
    }

    private async Task<IEnumerable<string>> VisibleAsync(Administrator administrator, string? search, CancellationToken cancellationToken)
    {
        var names = administrator.Realm.Name == MasterRealm.Name ? await source.ListNamesAsync(cancellationToken) : [administrator.Realm.Name];
        return names.Where(name =>
            (search is null || name.Contains(search, StringComparison.OrdinalIgnoreCase)) && administrator.May(name, AdminPermission.AnyRole));
    }
}
