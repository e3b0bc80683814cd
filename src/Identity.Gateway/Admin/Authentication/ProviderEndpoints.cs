using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.ServerInfo;
using Identity.Grains.Authentication;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>What steps of flows there are.</summary>
internal sealed class ProviderEndpoints : IAdminEndpoints
{
    public void Map(AdminRoutes routes)
    {
        routes.Get("/authentication/authenticator-providers", AdminPermission.ViewRealm, "Steps of flows", _ => List(AuthenticatorProvider.Authenticators));
        routes.Get("/authentication/form-providers", AdminPermission.ViewRealm, "Forms", _ => List(AuthenticatorProvider.Forms));
        routes.Get("/authentication/form-action-providers", AdminPermission.ViewRealm, "Parts of forms", _ => List(AuthenticatorProvider.FormActions));
        routes.Get(
            "/authentication/client-authenticator-providers", AuthenticationPermissions.ViewClientAuthenticators, "How clients can authenticate", ListClientAuthenticators);
        routes.Get("/authentication/config-description/{id}", AdminPermission.ViewRealm, "The settings of a step of a flow", Describe);
        routes.Get(
            "/authentication/per-client-config-description", AuthenticationPermissions.ViewClientAuthenticators, "The settings of client authenticators", DescribeClients);
    }

    // Clients choose among these: only what can really be checked is offered.
    private static Task<AdminResult> ListClientAuthenticators(AdminCall call) =>
        List([.. Usable().Select(AuthenticatorProvider.Find).OfType<AuthenticatorProvider>()], withSecret: true);

    private static Task<AdminResult> DescribeClients(AdminCall call) => Task.FromResult(AdminResult.Json(
        new JsonObject(Usable().Select(id => KeyValuePair.Create(id, (JsonNode?)new JsonArray())))));

    private static IReadOnlyList<string> Usable() => ServerProviders.ClientAuthenticators;

    private static Task<AdminResult> List(IReadOnlyList<AuthenticatorProvider> providers, bool withSecret = false) =>
        Task.FromResult(AdminResult.Json(new JsonArray([.. providers.Select(provider => Write(provider, withSecret))])));

    private static JsonObject Write(AuthenticatorProvider provider, bool withSecret)
    {
        var written = new JsonObject { ["displayName"] = provider.DisplayName, ["description"] = provider.Description, ["id"] = provider.Id };
        if (withSecret)
        {
            written["supportsSecret"] = provider.SupportsSecret;
        }

        return written;
    }

    private static Task<AdminResult> Describe(AdminCall call) => Task.FromResult(
        AuthenticatorProvider.Find(call.Route("id")) is not { } provider
            ? AdminResult.NotFound("Could not find authenticator provider")
            : AdminResult.Json(new JsonObject
            {
                ["name"] = provider.DisplayName,
                ["providerId"] = provider.Id,
                ["helpText"] = provider.Description,
                ["properties"] = ExecutionRepresentation.Properties(provider),
            }));
}
