using Identity.Grains.Operations;

namespace Identity.Silo.Operations;

/// <summary>The steps of each kind of operation, in order.</summary>
internal static class OperationPlan
{
    // Pods that have not heard of the removal may still begin sessions for about a second; a request takes no minute.
    private static readonly TimeSpan s_sweepDelay = TimeSpan.FromMinutes(1);

    // Should a realm of the same id have been made meanwhile, it is left alone.
    private const string Removed = "NOT EXISTS (SELECT FROM realm WHERE realm_id = $1 AND NOT removed)";

    private static readonly string[] s_realmTables =
    [
        "user_account", "user_session", "revoked_token", "login_event", "admin_event", "user_group", "role", "client", "client_scope",
    ];

    private static readonly Dictionary<string, IReadOnlyList<OperationStep>> s_steps = new(StringComparer.Ordinal)
    {
        [OperationKinds.RemoveRealm] =
        [
            .. s_realmTables.Select(table => OperationStep.Remove(table, Removed)),
            OperationStep.Remove("realm", "removed"),
            .. s_realmTables.Select((table, place) => OperationStep.Remove(table, Removed, place == 0 ? s_sweepDelay : TimeSpan.Zero)),
            OperationStep.Remove("user_count", Removed),
        ],
        [OperationKinds.EndSessions] = [new OperationStep(SessionSteps.EndAll)],
        [OperationKinds.EndClientSessions] = [new OperationStep(SessionSteps.EndParts)],
        [OperationKinds.ForgetClient] =
        [
            OperationStep.Remove("role", "client_id = ANY ($2)"),
            OperationStep.Remove("user_account", "service_account_client_id = ANY ($2)"),
            new OperationStep(SessionSteps.ForgetClients),
        ],
        [OperationKinds.ForgetClientScope] =
        [
            OperationStep.TakeOut("client", "defaultClientScopeIds"),
            OperationStep.TakeOut("client", "optionalClientScopeIds"),
            OperationStep.TakeOut("realm", "defaultClientScopeIds"),
            OperationStep.TakeOut("realm", "optionalClientScopeIds"),
        ],
        [OperationKinds.ForgetRole] =
        [
            OperationStep.TakeOutOfUsers("roleIds", "role"),
            OperationStep.TakeOut("user_group", "roleIds"),
            OperationStep.TakeOut("role", "compositeIds"),
            OperationStep.TakeOut("role", "partOfIds"),
            OperationStep.TakeOut("client", "scopeRoleIds"),
            OperationStep.TakeOut("client_scope", "scopeRoleIds"),
        ],
        [OperationKinds.ForgetGroup] =
        [
            OperationStep.Remove("user_group", "parent_id = ANY ($2)"),
            OperationStep.TakeOutOfUsers("groupIds", "group"),
            OperationStep.TakeOut("realm", "defaultGroupIds"),
        ],
    };

    /// <summary>The step; null after the last.</summary>
    public static OperationStep? Step(string kind, int place) => s_steps.TryGetValue(kind, out var steps) && place < steps.Count ? steps[place] : null;

    /// <summary>About how many records an operation changes: an expression of $1 and $2.</summary>
    public static string Total(string kind) => kind switch
    {
        OperationKinds.RemoveRealm => """
            (SELECT coalesce(sum(users), 0)::bigint FROM user_count WHERE realm_id = $1) + (SELECT count(*) FROM role WHERE realm_id = $1)
            + (SELECT count(*) FROM client WHERE realm_id = $1) + (SELECT count(*) FROM user_group WHERE realm_id = $1)
            """,
        OperationKinds.EndSessions => "(SELECT count(*) FROM session_entry WHERE realm_id = $1 AND client_id = '')",
        OperationKinds.EndClientSessions or OperationKinds.ForgetClient => "(SELECT count(*) FROM session_entry WHERE realm_id = $1 AND client_id = ANY ($2))",
        OperationKinds.ForgetRole => Held("role"),
        OperationKinds.ForgetGroup => Held("group"),
        _ => "0::bigint",
    };

    private static string Held(string kind) =>
        $"(SELECT count(*) FROM user_term WHERE term IN (SELECT user_term($1, '{kind}', target) FROM unnest($2) target))";
}
