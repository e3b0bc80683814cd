using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Authentication;
using Identity.Gateway.Admin.ClientPolicies;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Errors;
using Identity.Gateway.Realms;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;

namespace Identity.Gateway.ClientRegistration;

/// <summary>Makes, changes and removes clients for those who register them themselves.</summary>
internal sealed class ClientRegistrations(
    AdminRecords records, ServiceAccountUsers serviceAccounts, ClientDeletion deletion, RealmKeyUpkeep keys, RealmBarrier barrier, RegistrationTokens tokens, TimeProvider time)
{
    /// <summary>Makes a client from a checked representation. The right to make it is spent before the client is there.</summary>
    public async Task<RegisteredClient> CreateAsync(RealmContext context, RegistrationCaller caller, JsonObject body, CancellationToken cancellationToken)
    {
        var realm = context.Realm;
        var anonymous = caller is RegistrationCaller.Anonymous;
        var policies = RegistrationPolicies.Of(realm.Settings, anonymous);
        body.Remove("id");
        FlowBindingRules.DemandOverrides(realm.Settings, body["authenticationFlowBindingOverrides"]);
        RegistrationRules.DemandScopes(policies, realm, Scopes(body), before: null);
        var client = ClientCreation.New(realm, body, time.GetUtcNow()) with { RegistrationTokenId = Guid.NewGuid().ToString() };
        client = ClientPolicyEnforcement.Apply(realm, RegistrationRules.Create(policies, realm, WithBasicScope(realm, body, client)));
        Demand(realm, client);
        if (realm.FindClient(client.ClientId) is not null)
        {
            throw RegistrationRefusalException.Metadata("Client Identifier in use");
        }

        if (client.ServiceAccountsEnabled)
        {
            await serviceAccounts.DemandFreeAsync(realm, client);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (caller is RegistrationCaller.Invited invited && await SpendAsync(realm, invited.Access.Id) is not WriteResult.Saved)
        {
            throw RegistrationRefusalException.Unauthorized("Failed decode token");
        }

        await keys.EnsureAsync(realm, client, CancellationToken.None);
        if (await records.CreateAsync<IClientGrain, ClientState>(realm.Id, client.Id, client, reported: null) is not WriteResult.Saved)
        {
            throw RegistrationRefusalException.Metadata("Client Identifier in use");
        }

        if (client.ServiceAccountsEnabled)
        {
            await serviceAccounts.EnsureAsync(realm, client);
        }

        await barrier.PassAsync(realm);
        return new RegisteredClient(client, tokens.IssueRegistrationAccess(context, client.RegistrationTokenId!, anonymous))
        {
            IssuedAt = time.GetUtcNow().ToUnixTimeSeconds(),
        };
    }

    /// <summary>Changes a client. Its owner gets another token: the one that was shown is good no longer.</summary>
    public async Task<RegisteredClient> UpdateAsync(RealmContext context, RegistrationCaller caller, ClientState client, JsonObject body)
    {
        var realm = context.Realm;
        if ((string?)body["clientId"] != client.ClientId)
        {
            throw RegistrationRefusalException.Metadata("Client Identifier modified");
        }

        FlowBindingRules.DemandOverrides(realm.Settings, body["authenticationFlowBindingOverrides"]);
        var owner = caller as RegistrationCaller.Owner;
        var policies = RegistrationPolicies.Of(realm.Settings, owner?.Token.Anonymous == true);
        RegistrationRules.DemandScopes(policies, realm, Scopes(body), client);
        var next = client;
        var result = await records.ChangeAsync<IClientGrain, ClientState>(realm.Id, client.Id, stored =>
        {
            if (owner is not null && stored.RegistrationTokenId != owner.Token.Id)
            {
                throw NotTheOwner();
            }

            next = ClientPolicyEnforcement.Apply(realm, ClientChange.Apply(realm, stored, body, time.GetUtcNow()));
            next = next with
            {
                OptionalClientScopeIds = body["optionalClientScopes"] is JsonArray ? Named(realm, body, next) : next.OptionalClientScopeIds,
                RegistrationTokenId = owner is null ? stored.RegistrationTokenId : Guid.NewGuid().ToString(),
            };
            RegistrationRules.Update(policies, realm, stored, next);
            Demand(realm, next);
            return next;
        }, reported: null);
        if (result is not WriteResult.Saved)
        {
            throw new RegistrationRefusalException(new OAuthError(404, "invalid_request", "Client not found"));
        }

        await keys.EnsureAsync(realm, next, CancellationToken.None);
        await (next.ServiceAccountsEnabled ? serviceAccounts.EnsureAsync(realm, next) : serviceAccounts.RemoveAsync(realm, next));
        await barrier.PassAsync(realm);
        return new RegisteredClient(next, owner is null ? null : tokens.IssueRegistrationAccess(context, next.RegistrationTokenId!, owner.Token.Anonymous));
    }

    /// <summary>Removes a client.</summary>
    public async Task DeleteAsync(RealmContext context, ClientState client)
    {
        await deletion.DeleteAsync(context.Realm, client, reported: null);
        await barrier.PassAsync(context.Realm);
    }

    /// <summary>The refusal of a token that belongs to no client, or to another one.</summary>
    public static RegistrationRefusalException NotTheOwner() =>
        RegistrationRefusalException.Unauthorized("Not authorized to view client. Not valid token or client credentials provided.");

    private Task<WriteResult> SpendAsync(RealmSnapshot realm, string id) =>
        records.ChangeAsync<IRealmGrain, RealmState>(realm.Id, realm.Id, stored => stored with
        {
            InitialAccesses = stored.InitialAccesses.Any(access => access.Id == id && access.IsGood(time.GetUtcNow()))
                ? [.. stored.InitialAccesses.Select(access => access.Id == id ? access with { RemainingCount = access.RemainingCount - 1 } : access)]
                : throw RegistrationRefusalException.Unauthorized("Failed decode token"),
        }, reported: null);

    // A client that names its scopes still needs the one that says who somebody is.
    private static ClientState WithBasicScope(RealmSnapshot realm, JsonObject body, ClientState client) =>
        body["optionalClientScopes"] is not null && body["defaultClientScopes"] is null
        && realm.ClientScopes.FirstOrDefault(scope => scope.Name == "basic") is { } basic && realm.Settings.DefaultClientScopeIds.Contains(basic.Id)
            ? client with { DefaultClientScopeIds = [.. client.DefaultClientScopeIds.Union([basic.Id])] }
            : client;

    private static IReadOnlyList<string> Named(RealmSnapshot realm, JsonObject body, ClientState client)
    {
        var names = ((JsonArray)body["optionalClientScopes"]!).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. realm.ClientScopes
                .Where(scope => scope.Protocol == client.Protocol && names.Contains(scope.Name) && !client.DefaultClientScopeIds.Contains(scope.Id))
                .Select(scope => scope.Id),
        ];
    }

    private static void Demand(RealmSnapshot realm, ClientState client)
    {
        if (ClientRules.Find(realm, client) is { } problem)
        {
            throw new RegistrationRefusalException(new OAuthError(400, problem.Field == "redirectUris" ? "invalid_redirect_uri" : "invalid_client_metadata", problem.Message));
        }
    }

    private static IEnumerable<string> Scopes(JsonObject body) =>
        ((string[])["defaultClientScopes", "optionalClientScopes"]).SelectMany(field => body[field] as JsonArray ?? []).Select(name => (string)name!);
}

/// <summary>A client and the token for its owner, where one is due.</summary>
internal sealed record RegisteredClient(ClientState Client, string? Token)
{
    /// <summary>Unix seconds, of a client that was registered just now.</summary>
    public long? IssuedAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"RegisteredClient {{ {Client.Id} }}";
}
