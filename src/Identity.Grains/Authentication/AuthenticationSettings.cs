using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Authentication.Internal;
using Identity.Grains.Realms;

namespace Identity.Grains.Authentication;

/// <summary>How the users and clients of a realm are authenticated: flows, their settings, required actions. Immutable. Kept in the
/// realm as Keycloak's realm files have it; a realm that says nothing has the built-in ones.</summary>
public sealed class AuthenticationSettings
{
    private const string FlowsField = "authenticationFlows";
    private const string ConfigsField = "authenticatorConfig";
    private const string ActionsField = "requiredActions";

    private static readonly ConditionalWeakTable<RealmState, AuthenticationSettings> s_byRealm = [];

    private readonly Dictionary<string, RequiredAction> _actions;

    private AuthenticationSettings(IReadOnlyList<AuthenticationFlow> flows, IReadOnlyList<AuthenticatorConfig> configs, IReadOnlyList<RequiredAction> actions)
    {
        Flows = flows;
        Configs = configs;
        Actions = [.. actions.OrderBy(action => action.Priority)];
        _actions = [];
        foreach (var action in Actions)
        {
            _actions.TryAdd(action.Alias, action);
        }
    }

    /// <summary>All flows, those inside others too.</summary>
    public IReadOnlyList<AuthenticationFlow> Flows { get; }

    /// <summary>The settings of steps.</summary>
    public IReadOnlyList<AuthenticatorConfig> Configs { get; }

    /// <summary>By priority.</summary>
    public IReadOnlyList<RequiredAction> Actions { get; }

    /// <summary>The realm's settings.</summary>
    public static AuthenticationSettings Of(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return s_byRealm.GetValue(realm, static key => Read(key));
    }

    /// <summary>The flow with that alias.</summary>
    public AuthenticationFlow? FindFlow(string alias) => Flows.FirstOrDefault(flow => flow.Alias == alias);

    /// <summary>The flow with that id.</summary>
    public AuthenticationFlow? FindFlowById(string id) => Flows.FirstOrDefault(flow => flow.Id == id);

    /// <summary>The settings with that alias.</summary>
    public AuthenticatorConfig? FindConfig(string? alias) => alias is null ? null : Configs.FirstOrDefault(config => config.Alias == alias);

    /// <summary>The action with that alias.</summary>
    public RequiredAction? FindAction(string alias) => _actions.GetValueOrDefault(alias);

    /// <summary>The step with that id and the flow that it is in.</summary>
    public (AuthenticationFlow Flow, AuthenticationExecution Execution)? FindExecution(string id) =>
        Flows.SelectMany(flow => flow.Executions.Select(execution => (flow, execution)))
            .Where(found => found.execution.Id == id)
            .Select(found => ((AuthenticationFlow, AuthenticationExecution)?)found)
            .FirstOrDefault();

    /// <summary>Other flows and settings of steps.</summary>
    public AuthenticationSettings With(IReadOnlyList<AuthenticationFlow> flows, IReadOnlyList<AuthenticatorConfig>? configs = null) =>
        new(flows, configs ?? Configs, Actions);

    /// <summary>Other required actions.</summary>
    public AuthenticationSettings With(IReadOnlyList<RequiredAction> actions) => new(Flows, Configs, actions);

    /// <summary>The realm with these flows and settings of steps.</summary>
    public RealmState StoreFlows(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var extra = new Dictionary<string, JsonElement>(realm.Extra ?? [], StringComparer.Ordinal)
        {
            [FlowsField] = FlowJson.WriteAll(Flows.Select(flow => FlowJson.Write(flow, withIds: true))),
            [ConfigsField] = FlowJson.WriteAll(Configs.Select(FlowJson.Write)),
        };
        return realm with { Extra = extra };
    }

    /// <summary>The realm with these required actions.</summary>
    public RealmState StoreActions(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var extra = new Dictionary<string, JsonElement>(realm.Extra ?? [], StringComparer.Ordinal)
        {
            [ActionsField] = FlowJson.WriteAll(Actions.Select(FlowJson.Write)),
        };
        return realm with { Extra = extra };
    }

    /// <summary>A flow as realm files have it.</summary>
    public static JsonObject Write(AuthenticationFlow flow) => FlowJson.Write(flow, withIds: false);

    /// <summary>A required action as realm files have it.</summary>
    public static JsonObject Write(RequiredAction action) => FlowJson.Write(action);

    /// <summary>Settings of a step as realm files have them.</summary>
    public static JsonObject Write(AuthenticatorConfig config) => FlowJson.Write(config);

    /// <summary>Takes what realm files do not have out of a realm that is about to be one.</summary>
    internal static void Export(JsonObject realm)
    {
        foreach (var execution in (realm[FlowsField] as JsonArray ?? []).OfType<JsonObject>()
            .SelectMany(flow => (flow["authenticationExecutions"] as JsonArray ?? []).OfType<JsonObject>()))
        {
            execution.Remove("id");
        }
    }

    /// <summary>What every realm begins with.</summary>
    internal static AuthenticationSettings Defaults { get; } = Read(new RealmState { Id = string.Empty, Realm = string.Empty });

    private static AuthenticationSettings Read(RealmState realm)
    {
        var own = Section(realm, FlowsField);
        var flows = own ?? AuthenticationDefaults.Flows;
        var configs = own is null ? AuthenticationDefaults.Configs : Section(realm, ConfigsField);
        return new AuthenticationSettings(
            FlowJson.ReadFlows(flows, realm.Id),
            FlowJson.ReadConfigs(configs, realm.Id),
            FlowJson.ReadActions(Section(realm, ActionsField, orEmpty: true) ?? AuthenticationDefaults.Actions));
    }

    private static JsonElement? Section(RealmState realm, string name, bool orEmpty = false) =>
        realm.Extra is { } extra && extra.TryGetValue(name, out var section) && section.ValueKind == JsonValueKind.Array && (orEmpty || section.GetArrayLength() > 0)
            ? section
            : null;
}
