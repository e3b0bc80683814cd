using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.Records;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>Changes the flows of a realm. A flow that the realm or a client uses changes only into one that logins can follow.</summary>
internal sealed class FlowChanges(AdminRecords records, AdminEvents events)
{
    /// <summary>Applies the edit to what is stored. The edit refuses by an <see cref="AdminRefusalException"/>.</summary>
    public async Task<AdminResult> ApplyAsync(
        AdminCall call,
        (string Operation, string Resource, string Path) reported,
        JsonNode? representation,
        Func<AuthenticationSettings, AuthenticationSettings> edit,
        AdminResult saved)
    {
        var bound = call.Realm.Clients.SelectMany(FlowBindings.OfClient).Distinct().ToList();
        var admin = events.Of(call, reported.Operation, reported.Resource, reported.Path, representation);
        var result = await records.ChangeAsync<IRealmGrain, RealmState>(call.Realm.Id, call.Realm.Id, stored => Edit(stored, bound, edit), admin);
        return result.Answer(saved, "Realm not found.", "Conflict");
    }

    private static RealmState Edit(
        RealmState stored, IReadOnlyList<(string Field, string FlowId)> byClients, Func<AuthenticationSettings, AuthenticationSettings> edit)
    {
        var before = AuthenticationSettings.Of(stored);
        var after = edit(before);
        var bindings = FlowBindings.OfRealm(stored).Concat(byClients
            .Select(binding => (binding.Field, Alias: before.FindFlowById(binding.FlowId)?.Alias ?? string.Empty))
            .Where(binding => binding.Alias.Length > 0));
        return FlowSupport.Problem(before, after, bindings.Select(binding => (binding.Field, Renamed(before, after, binding.Alias)))) is { } problem
            ? throw AdminRefusalException.Invalid(problem)
            : after.StoreFlows(WithNewNames(stored, before, after));
    }

    private static string Renamed(AuthenticationSettings before, AuthenticationSettings after, string alias) =>
        before.FindFlow(alias) is { } flow && after.FindFlowById(flow.Id) is { } renamed ? renamed.Alias : alias;

    // The realm names its flows by alias.
    private static RealmState WithNewNames(RealmState stored, AuthenticationSettings before, AuthenticationSettings after)
    {
        var extra = stored.Extra is null ? [] : new Dictionary<string, System.Text.Json.JsonElement>(stored.Extra, StringComparer.Ordinal);
        foreach (var (field, alias) in FlowBindings.OfRealm(stored))
        {
            if (Renamed(before, after, alias) is var renamed && renamed != alias)
            {
                extra[field] = System.Text.Json.JsonElement.Parse(JsonValue.Create(renamed).ToJsonString());
            }
        }

        return stored with { Extra = extra };
    }
}
