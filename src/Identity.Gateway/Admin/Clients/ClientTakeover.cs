using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Secrets;
using Identity.Gateway.Admin.Users;
using Identity.Grains.Clients;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Who may act as a client: whoever knows or sets what it authenticates with has the tokens of its service account. Nobody gets so at
/// admin roles that he does not hold.</summary>
internal sealed class ClientTakeover(IUserDirectory users)
{
    /// <summary>Refuses when the client's service account holds admin roles that the administrator does not.</summary>
    public async Task DemandAsync(AdminCall call, ClientState client)
    {
        if ((await BeyondAsync(call, [client])).Count > 0)
        {
            throw new AdminRefusalException(AdminResult.Forbidden);
        }
    }

    /// <summary>The client of the path as <see cref="ClientLookup.ToManage"/> finds it, for an administrator who may act as the client.</summary>
    public async Task<ClientState> ToManageAsync(AdminCall call)
    {
        var client = ClientLookup.ToManage(call);
        await DemandAsync(call, client);
        return client;
    }

    /// <summary>The client of the path as <see cref="ClientLookup.ToView"/> finds it, for an administrator who may act as the client.</summary>
    public async Task<ClientState> ToViewSecretsAsync(AdminCall call)
    {
        var client = ClientLookup.ToView(call);
        await DemandAsync(call, client);
        return client;
    }

    /// <summary>The Ids (UUIDs) of those clients whose service accounts hold admin roles that the administrator does not.</summary>
    public async Task<IReadOnlySet<string>> BeyondAsync(AdminCall call, IReadOnlyList<ClientState> clients)
    {
        if (clients.Count == 0 || RoleGrants.MayDoEverything(call.Administrator, call.Realm))
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var accounts = await users.ListServiceAccountsAsync(call.Realm.Id, [.. clients.Select(client => client.Id)], call.Aborted);
        return accounts.Where(account => !UserAccess.MayTakeOver(call, account)).Select(account => account.ServiceAccountClientId!).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The clients' representations: without secrets where the administrator may not act as the client, and without private keys and the
    /// like among the attributes where he may not change it.</summary>
    public async Task<IReadOnlyList<JsonObject>> WriteAsync(AdminCall call, IReadOnlyList<ClientState> clients)
    {
        var mayManage = call.May(AdminPermission.ManageClients);
        var beyond = await BeyondAsync(call, [.. clients.Where(client => client.ServiceAccountsEnabled)]);
        return [.. clients.Select(client =>
        {
            var node = ClientRepresentation.Write(call.Realm, client, mayManage);
            return beyond.Contains(client.Id) ? WithoutSecrets(node) : mayManage ? node : WithoutKeys(node);
        })];
    }

    private static JsonObject WithoutSecrets(JsonObject node)
    {
        node.Remove("secret");
        node["access"] = new JsonObject { ["view"] = true, ["configure"] = false, ["manage"] = false };
        return WithoutKeys(node);
    }

    private static JsonObject WithoutKeys(JsonObject node)
    {
        if (node["attributes"] is JsonObject attributes)
        {
            foreach (var name in attributes.Select(attribute => attribute.Key).Where(name => !ShownNames.ClientAttribute(name)).ToList())
            {
                attributes.Remove(name);
            }
        }

        return node;
    }
}
