using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.Secrets;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Realms;

/// <summary>A realm as a file over the API: without users, and without secrets.</summary>
internal sealed class PartialExportEndpoints(RealmPart part) : IAdminEndpoints
{
    private static readonly string[] WithSettings =
        ["identityProviders", "identityProviderMappers", "userFederationProviders", "userFederationMappers", "authenticatorConfig"];

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

        UnreadableEntries.DemandNone(call.Realm);
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
        file.Remove("federatedUsers");
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
            Redaction.MaskSettings(client["attributes"] as JsonObject, ShownNames.ClientAttribute);
        }

        foreach (var field in RealmRepresentation.Fields.Fields.Where(field => field.Kind == FieldKind.Secret))
        {
            file.Remove(field.Name);
        }

        Redaction.MaskSettings(file["smtpServer"] as JsonObject, ShownNames.Smtp.Contains);
        Redaction.MaskSettings(file["socialProviders"] as JsonObject, _ => false);
        foreach (var kept in WithSettings
            .SelectMany(section => file[section] as JsonArray ?? []).OfType<JsonObject>())
        {
            Redaction.MaskSettings(kept["config"] as JsonObject, ShownNames.Setting);
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

        Redaction.MaskSettings(config, ShownNames.Setting);
    }

    private static void MaskField(JsonObject node, string name)
    {
        if (node[name] is not null)
        {
            node[name] = Redaction.Mask;
        }
    }
}
