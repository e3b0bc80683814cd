using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Authentication;
using Identity.Gateway.Admin.ClientPolicies;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Clients;
using Identity.Grains.Keys;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>The clients of a partial import, by the rules for a single client.</summary>
internal sealed class ImportedClients(AdminRecords records, ServiceAccountUsers accounts, ClientTakeover takeover, RealmKeyUpkeep keys, TimeProvider time)
{
    /// <summary>Adds them to the plan.</summary>
    public async Task AddAsync(ImportPlan plan)
    {
        foreach (var client in Brought(plan))
        {
            var call = plan.Call;
            call.Demand(AdminPermission.ManageClients);
            var before = plan.Merge.Added(ImportKinds.Client, client.ClientId)
                ? null
                : await records.StoredAsync<ClientState>(call.Realm.Id, client.Id) ?? throw new AdminRefusalException(AdminResult.NotFound(ClientLookup.Missing));
            if (before is not null)
            {
                ClientLookup.DemandManage(call, before.State);
                await takeover.DemandAsync(call, before.State);
            }

            var next = ClientPolicyEnforcement.Apply(call.Realm, Completed(client, before?.State));
            FlowBindingRules.DemandOverrides(call.Realm.Settings, Overrides(next));
            ClientRules.Demand(call.Realm, next);
            plan.Write(StateNames.Client, next.Id, before, next);
            plan.Tell(ImportKinds.Client, next.ClientId, next.Id);
            if (before is not null && next.ServiceAccountsEnabled && await accounts.FindAsync(call.Realm, next) is null)
            {
                var account = accounts.New(call.Realm, next);
                plan.Write<Identity.Grains.Users.UserState>(StateNames.User, account.Id, before: null, account);
            }
        }
    }

    /// <summary>Makes what the clients need before they are there.</summary>
    public async Task PrepareAsync(ImportPlan plan)
    {
        foreach (var client in Brought(plan))
        {
            await keys.EnsureAsync(plan.Call.Realm, client, CancellationToken.None);
        }
    }

    /// <summary>Takes away what clients have no more that were overwritten.</summary>
    public async Task FollowAsync(ImportPlan plan)
    {
        foreach (var client in Brought(plan).Where(client => !client.ServiceAccountsEnabled && !plan.Merge.Added(ImportKinds.Client, client.ClientId)))
        {
            await accounts.RemoveAsync(plan.Call.Realm, client);
        }
    }

    private static IEnumerable<ClientState> Brought(ImportPlan plan) =>
        plan.File.Clients.Where(client => plan.Merge.Holds(ImportKinds.Client, client.ClientId));

    // The mark of the clients that administration rests on is never taken from a request, and neither is what has ended.
    private ClientState Completed(ClientState client, ClientState? before)
    {
        var attributes = new Dictionary<string, string>(client.Attributes, StringComparer.Ordinal);
        attributes.Remove(ManagingClients.Mark);
        if (before is null && client.Protocol == "openid-connect")
        {
            attributes[ManagingClients.Mark] = "false";
        }
        else if (before?.Attributes.TryGetValue(ManagingClients.Mark, out var mark) == true)
        {
            attributes[ManagingClients.Mark] = mark;
        }

        var next = client with
        {
            Attributes = attributes,
            SessionsValidFrom = before?.SessionsValidFrom ?? 0,
            RegistrationTokenId = before?.RegistrationTokenId,
            NotBefore = Math.Max(client.NotBefore, before?.NotBefore ?? 0),
        };

        // A file without secrets shows the mask in their place.
        return next.Secret != Redaction.Mask ? next
            : before?.Secret is { } secret ? next with { Secret = secret }
            : ClientSecrets.WithNew(next, time.GetUtcNow());
    }

    private static JsonNode? Overrides(ClientState client) =>
        client.Extra is { } extra && extra.TryGetValue("authenticationFlowBindingOverrides", out var overrides) && overrides.ValueKind == JsonValueKind.Object
            ? JsonNode.Parse(overrides.GetRawText())
            : null;
}
