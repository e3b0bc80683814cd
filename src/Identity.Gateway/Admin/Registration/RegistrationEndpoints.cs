using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Admin.ServerInfo;
using Identity.Gateway.ClientRegistration;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Registration;

/// <summary>What administrators do for client registration.</summary>
internal sealed class RegistrationEndpoints(AdminRecords records, ClientTakeover takeover, AdminEvents events, RegistrationTokens tokens) : IAdminEndpoints
{
    private const string Policies = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy";

    public void Map(AdminRoutes routes)
    {
        routes.Get("/client-registration-policy/providers", AdminPermission.ViewRealm, "The rules that registration policies can have", ProvidersAsync);
        routes.Post("/clients/{client}/registration-access-token", AdminPermission.QueryClients, "Give a client's owner a new token", RenewTokenAsync);
        routes.Post("/client-description-converter", AdminPermission.ManageClients, "What a description of a client would make", ConvertAsync);
    }

    private static Task<AdminResult> ProvidersAsync(AdminCall call) => Task.FromResult(AdminResult.Json(ServerCatalogue.Components(Policies)));

    private async Task<AdminResult> RenewTokenAsync(AdminCall call)
    {
        var client = await takeover.ToManageAsync(call);
        var id = Guid.NewGuid().ToString();
        var node = ClientRepresentation.Write(call.Realm, client, mayManage: true);
        node["secret"] = Redaction.Mask;
        var reported = events.Of(call, AdminOperation.Action, AdminResource.Client, call.ResourcePath, node);
        var result = await records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, stored => stored with { RegistrationTokenId = id }, reported);
        node["registrationAccessToken"] = tokens.IssueRegistrationAccess(call.Context, id, anonymous: false);
        return result.Answer(AdminResult.Json(node), ClientLookup.Missing, string.Empty);
    }

    private static async Task<AdminResult> ConvertAsync(AdminCall call)
    {
        var given = AdminBody.Find(await call.ReadTextAsync()) as JsonObject;
        return given is null ? AdminResult.Error(400, "Unsupported format")
            : given.ContainsKey("redirect_uris") ? AdminResult.Json(Convert(given))
            : given.ContainsKey("clientId") ? AdminResult.Json(ClientRepresentation.Fields.Check(given))
            : AdminResult.Error(400, "Unsupported format");
    }

    private static JsonObject Convert(JsonObject metadata)
    {
        try
        {
            return ClientMetadata.ToRepresentation(ClientMetadata.Fields.Check(metadata));
        }
        catch (RegistrationRefusalException refusal)
        {
            throw new AdminRefusalException(AdminResult.Error(refusal.Error.Status, refusal.Error.Code, refusal.Error.Description));
        }
    }
}
