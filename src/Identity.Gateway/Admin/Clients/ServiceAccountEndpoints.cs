using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Clients;

/// <summary>The user that stands for a client.</summary>
internal sealed class ServiceAccountEndpoints(ServiceAccountUsers accounts, IGrainFactory grains) : IAdminEndpoints
{
    public void Map(AdminRoutes routes) =>
        routes.Get("/clients/{client}/service-account-user", AdminPermission.QueryClients, "The user that stands for a client", GetAsync);

    private async Task<AdminResult> GetAsync(AdminCall call)
    {
        var client = ClientLookup.ToView(call);
        if (!client.ServiceAccountsEnabled)
        {
            return AdminResult.Error(400, $"Service account not enabled for the client '{client.ClientId}'");
        }

        // Made here when it is missing: a pod may have died between the client and its user.
        var id = await accounts.EnsureAsync(call.Realm, client);
        return await grains.GetGrain<IUserGrain>(new EntityKey(call.Realm.Id, id).ToString()).GetAsync(call.Aborted) is { } user
            ? AdminResult.Json(Write(user))
            : AdminResult.NotFound("User not found");
    }

    private static JsonObject Write(UserState user)
    {
        var node = new JsonObject { ["id"] = user.Id, ["username"] = user.Username };
        Add(node, "firstName", user.FirstName);
        Add(node, "lastName", user.LastName);
        Add(node, "email", user.Email);
        node["emailVerified"] = user.EmailVerified;
        if (user.Attributes.Count > 0)
        {
            node["attributes"] = new JsonObject(user.Attributes.Select(attribute =>
                KeyValuePair.Create<string, JsonNode?>(attribute.Key, new JsonArray([.. attribute.Value.Select(value => (JsonNode)value)]))));
        }

        node["enabled"] = user.Enabled;
        node["createdTimestamp"] = user.CreatedTimestamp;
        node["totp"] = false;
        node["disableableCredentialTypes"] = new JsonArray();
        node["requiredActions"] = new JsonArray([.. user.RequiredActions.Select(action => (JsonNode)action)]);
        node["notBefore"] = user.NotBefore;
        return node;
    }

    private static void Add(JsonObject node, string name, string? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }
}
