using Identity.Grains.Claims;
using Identity.Grains.Clients;

namespace Identity.Gateway.Admin.Clients.Evaluation;

/// <summary>What a login of the client would be granted.</summary>
internal static class EvaluatedScope
{
    /// <summary>The grant for the query's scope. A scope that the client does not have is passed over, as Keycloak does here.</summary>
    public static GrantedScope Of(AdminCall call, ClientState client)
    {
        var known = client.OptionalClientScopeIds.Concat(client.DefaultClientScopeIds)
            .Select(id => call.Realm.FindScopeById(id)?.Name)
            .Append("openid")
            .ToHashSet(StringComparer.Ordinal);
        var requested = (call.Query.Text("scope") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(known.Contains);
        return ScopeGrant.Resolve(call.Realm, client, string.Join(' ', requested))
            ?? throw new InvalidOperationException($"Client {client.Id} is not granted its own scopes.");
    }
}
