using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin.Realms;

/// <summary>All realms that an administrator sees, and new ones.</summary>
internal sealed class RealmListEndpoints(IRealmSource source, NewRealms newRealms) : IAdminEndpoints
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
        IEnumerable<(string Name, Func<JsonObject> Write)> all = brief
            ? (await source.ListAsync(search: null, 0, max: null, http.RequestAborted)).Select(realm =>
                (realm.Name, (Func<JsonObject>)(() => RealmRepresentation.WriteBrief(realm.Id, realm.Name, realm.DisplayName, realm.DisplayNameHtml, realm.Enabled))))
            : (await source.ListStatesAsync(search: null, 0, max: null, http.RequestAborted)).Select(realm =>
                (realm.Realm, (Func<JsonObject>)(() => RealmRepresentation.WriteSettings(realm))));
        var list = new JsonArray();
        foreach (var (name, write) in all.Where(realm => Sees(administrator, realm.Name)))
        {
            list.Add((JsonNode)(administrator.May(name, AdminPermission.ViewRealm) ? write() : new JsonObject { ["realm"] = name }));
        }

        return list.Count == 0 ? AdminResult.Forbidden : AdminResult.Json(list);
    }

    private async Task<AdminResult> NamesAsync(AdminCall call)
    {
        var page = call.Query.Page();
        var all = await source.ListAsync(call.Query.Text("search"), 0, max: null, call.Aborted);
        var seen = page.Of(all.Where(realm => Sees(call.Administrator, realm.Name))).Select(realm =>
        {
            var node = new JsonObject { ["name"] = realm.Name };
            if (realm.DisplayName is not null)
            {
                node["displayName"] = realm.DisplayName;
            }

            return (JsonNode)node;
        });
        return AdminResult.Json(new JsonArray([.. seen]));
    }

    private static bool Sees(Administrator administrator, string name) =>
        (administrator.Realm.Name == MasterRealm.Name || administrator.Realm.Name == name) && administrator.May(name, AdminPermission.AnyRole);
}
