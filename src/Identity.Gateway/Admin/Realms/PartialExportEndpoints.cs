using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Realms;

/// <summary>A realm as a file over the API: without users, and without secrets.</summary>
internal sealed class PartialExportEndpoints(RealmPart part) : IAdminEndpoints
{
    private static readonly string[] KeySecrets = ["privateKey", "secret", "ecdsaPrivateKey", "eddsaPrivateKey", "keystorePassword", "keyPassword"];
    private static readonly string[] KeyParts =
        ["privateKey", "certificate", "keyUse", "kid", "secret", "ecdsaPrivateKey", "ecdsaPublicKey", "eddsaPrivateKey", "eddsaPublicKey"];

    public void Map(AdminRoutes routes) =>
        routes.Post("/partial-export", AdminPermission.ManageRealm, "Export the realm without users and secrets", ExportAsync);

    private Task<AdminResult> ExportAsync(AdminCall call)
    {
        var (clients, groupsAndRoles) = (call.Query.Flag("exportClients") ?? false, call.Query.Flag("exportGroupsAndRoles") ?? false);
        if (clients)
        {
            call.Demand(AdminPermission.ViewClients);
        }

        if (groupsAndRoles)
        {
            call.Demand(AdminPermission.QueryGroups);
        }

        var file = part.Export(call.Realm);
        if (!clients)
        {
            file.Remove("clients");
            (file["roles"] as JsonObject)?.Remove("client");
        }

        if (!groupsAndRoles)
        {
            file.Remove("groups");
            file.Remove("roles");
        }

        file.Remove("users");
        Mask(file);
        file["keycloakVersion"] ??= "26.7.4";
        return Task.FromResult(AdminResult.Json(file));
    }

    private static void Mask(JsonObject file)
    {
        foreach (var client in (file["clients"] as JsonArray ?? []).OfType<JsonObject>())
        {
            MaskField(client, "secret");
            MaskField(client, "registrationAccessToken");
        }

        if (file["smtpServer"] is JsonObject smtp)
        {
            MaskField(smtp, "password");
        }

        foreach (var component in (file["components"] as JsonObject ?? []).SelectMany(type => type.Value as JsonArray ?? []).OfType<JsonObject>())
        {
            MaskKey(component);
        }
    }

    // Of a key that was made here stays how: whoever reads the file makes one of the same kind.
    private static void MaskKey(JsonObject component)
    {
        if (component["config"] is not JsonObject config)
        {
            return;
        }

        if (((string?)component["providerId"])?.EndsWith("-generated", StringComparison.Ordinal) == true)
        {
            foreach (var name in KeyParts)
            {
                config.Remove(name);
            }
        }

        foreach (var name in KeySecrets.Where(config.ContainsKey))
        {
            config[name] = new JsonArray(Redaction.Mask);
        }
    }

    private static void MaskField(JsonObject node, string name)
    {
        if (node[name] is not null)
        {
            node[name] = Redaction.Mask;
        }
    }
}
