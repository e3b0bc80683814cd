using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Clients;
using Identity.Grains.Events;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The nodes of a client that runs as a cluster: kept for its administrators. Nothing is sent to them: Keycloak's adapters, which took such messages, are gone.</summary>
internal sealed class ClientNodeEndpoints(AdminRecords records, AdminEvents events, TimeProvider time) : IAdminEndpoints
{
    private const string Nodes = "registeredNodes";
    private const int MaxNodes = 200;
    private static readonly Representation Body = Representation.OfMap("node");

    public void Map(AdminRoutes routes)
    {
        routes.Post("/clients/{client}/nodes", AdminPermission.QueryClients, "Register a node of a client", RegisterAsync);
        routes.Delete("/clients/{client}/nodes/{node}", AdminPermission.QueryClients, "Forget a node of a client", ForgetAsync);
        routes.Get("/clients/{client}/test-nodes-available", AdminPermission.QueryClients, "Ask a client's nodes whether they are there", TestAsync);
        routes.Post("/clients/{client}/push-revocation", AdminPermission.QueryClients, "Tell a client's nodes which tokens are revoked", PushAsync);
        routes.Get("/clients/{client}/management/permissions", AdminPermission.AnyRole, "Permissions on a single client", Unsupported);
        routes.Put("/clients/{client}/management/permissions", AdminPermission.AnyRole, "Permissions on a single client", Unsupported);
    }

    private async Task<AdminResult> RegisterAsync(AdminCall call)
    {
        var client = ClientLookup.ToManage(call);
        var body = await call.ReadAsync(Body);
        if ((string?)body["node"] is not { Length: > 0 and <= 255 } node)
        {
            return AdminResult.Error(400, "Node not found in params");
        }

        if (node.FirstOrDefault(letter => letter is ':' or '/' or '\\' or '?' or '#' or '<' or '>') is var illegal and not '\0')
        {
            return AdminResult.Error(400, $"Character '{illegal}' not allowed.");
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var reported = events.Of(call, AdminOperation.Create, AdminResource.ClusterNode, $"{call.ResourcePath}/{node}");
        return await ChangeAsync(call, client, nodes =>
        {
            nodes[node] = now;
            return nodes.Count > MaxNodes ? throw AdminRefusalException.Invalid($"A client has at most {MaxNodes} nodes.") : true;
        }, reported);
    }

    private async Task<AdminResult> ForgetAsync(AdminCall call)
    {
        var client = ClientLookup.ToManage(call);
        var node = call.Route("node");
        if (!Read(client).ContainsKey(node))
        {
            return AdminResult.NotFound("Client does not have node ");
        }

        var reported = events.Of(call, AdminOperation.Delete, AdminResource.ClusterNode, call.ResourcePath);
        return await ChangeAsync(call, client, nodes => nodes.Remove(node), reported);
    }

    private static Task<AdminResult> TestAsync(AdminCall call)
    {
        ClientLookup.ToManage(call);
        return Task.FromResult(AdminResult.Json(new JsonObject()));
    }

    private static Task<AdminResult> PushAsync(AdminCall call)
    {
        ClientLookup.ToManage(call);
        return Task.FromResult(AdminResult.Json(new JsonObject()));
    }

    private static Task<AdminResult> Unsupported(AdminCall call) =>
        Task.FromResult(AdminResult.Error(501, "Feature not enabled", "For more on this error consult the server log."));

    private async Task<AdminResult> ChangeAsync(AdminCall call, ClientState client, Func<JsonObject, bool> change, AdminEvent? reported)
    {
        var result = await records.ChangeAsync<IClientGrain, ClientState>(call.Realm.Id, client.Id, stored =>
        {
            var nodes = Read(stored);
            return !change(nodes) ? stored : stored with
            {
                Extra = new Dictionary<string, JsonElement>(stored.Extra ?? [], StringComparer.Ordinal) { [Nodes] = Element(nodes) },
            };
        }, reported);
        return result.Answer(AdminResult.NoContent, ClientLookup.Missing, string.Empty);
    }

    private static JsonObject Read(ClientState client) =>
        client.Extra is { } extra && extra.TryGetValue(Nodes, out var nodes) && nodes.ValueKind == JsonValueKind.Object
            ? (JsonObject)JsonNode.Parse(nodes.GetRawText())!
            : [];

    private static JsonElement Element(JsonObject nodes)
    {
        using var document = JsonDocument.Parse(nodes.ToJsonString());
        return document.RootElement.Clone();
    }
}
