using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The secret of a client, and the one before it while that is still good.</summary>
internal sealed class ClientSecretEndpoints(AdminRecords records, ClientTakeover takeover, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const string Path = "/clients/{client}/client-secret";
    private const string Rotated = $"{Path}/rotated";

    public void Map(AdminRoutes routes)
    {
        routes.Get(Path, AdminPermission.QueryClients, "A client's secret", GetAsync);
        routes.Post(Path, AdminPermission.QueryClients, "Give a client a new secret", RenewAsync);
        routes.Get(Rotated, AdminPermission.QueryClients, "A client's former secret while it is good", GetRotatedAsync);
        routes.Delete(Rotated, AdminPermission.QueryClients, "End a client's former secret now", EndRotatedAsync);
    }

    private async Task<AdminResult> GetAsync(AdminCall call) => AdminResult.Json(Write((await takeover.ToViewSecretsAsync(call)).Secret));

    private async Task<AdminResult> RenewAsync(AdminCall call)
    {
        var client = await takeover.ToManageAsync(call);
        string? secret = null;
        var reported = events.Of(call, AdminOperation.Action, AdminResource.Client, call.ResourcePath, Write(string.Empty));
        var result = await records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, stored =>
        {
            var next = SecretRotation.Rotate(call.Realm.Settings, stored, ClientSecrets.WithNew(stored, time.GetUtcNow()), time.GetUtcNow());
            secret = next.Secret;
            return next;
        }, reported);
        return result.Answer(AdminResult.Json(Write(secret)), ClientLookup.Missing, string.Empty);
    }

    private async Task<AdminResult> GetRotatedAsync(AdminCall call) =>
        RotatedSecret.Of(await takeover.ToViewSecretsAsync(call), time.GetUtcNow()) is { } secret
            ? AdminResult.Json(Write(secret))
            : AdminResult.NotFound("Client does not have a rotated secret");

    private async Task<AdminResult> EndRotatedAsync(AdminCall call)
    {
        var client = await takeover.ToManageAsync(call);
        var reported = events.Of(call, AdminOperation.Delete, AdminResource.Client, call.ResourcePath, Write(string.Empty));
        var result = await records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, SecretRotation.End, reported);
        return result.Answer(AdminResult.NoContent, ClientLookup.Missing, string.Empty);
    }

    private static JsonObject Write(string? secret)
    {
        var node = new JsonObject { ["type"] = "secret" };
        if (secret is not null)
        {
            node["value"] = secret;
        }

        return node;
    }
}
