using System.Text;
using System.Text.Json;
using Identity.Gateway.Admin.Access;

namespace Identity.Gateway.Admin.Clients.Installation;

/// <summary>A client's settings as files for the applications that use it.</summary>
internal sealed class InstallationEndpoints(ClientTakeover takeover) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Get("/clients/{client}/installation/providers/{provider}", AdminPermission.QueryClients, "A client's settings as a file", GetAsync);

    private async Task<AdminResult> GetAsync(AdminCall call)
    {
        var settings = new AdapterSettings(call.Context, await takeover.ToViewSecretsAsync(call));
        return new AdminResult.Content(Encoding.UTF8.GetBytes(call.Route("provider") switch
        {
            "keycloak-oidc-keycloak-json" => Indented(settings),
            "keycloak-oidc-jboss-subsystem" => SubsystemFiles.Xml(settings),
            "keycloak-oidc-jboss-subsystem-cli" => SubsystemFiles.Cli(settings),
            _ => throw AdminRefusalException.NotFound("Unknown Provider"),
        }), "text/plain");
    }

    private static string Indented(AdapterSettings settings)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            settings.ToJson().WriteTo(writer);
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
