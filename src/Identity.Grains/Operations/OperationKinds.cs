namespace Identity.Grains.Operations;

/// <summary>What large operations do. Those that forget something are begun by its removal itself.</summary>
public static class OperationKinds
{
    /// <summary>Removes everything of a realm that is served no more.</summary>
    public const string RemoveRealm = "remove-realm";

    /// <summary>Ends the sessions of a realm, but for offline ones.</summary>
    public const string EndSessions = "end-sessions";

    /// <summary>Takes clients (by Id) out of the sessions of a realm; a session ends with its last client.</summary>
    public const string EndClientSessions = "end-client-sessions";

    /// <summary>Takes removed clients out of everything: their roles, service accounts and parts of sessions.</summary>
    public const string ForgetClient = "forget-client";

    /// <summary>Takes removed client scopes out of everything: clients and the realm's defaults.</summary>
    public const string ForgetClientScope = "forget-client-scope";

    /// <summary>Takes removed roles out of everything: users, groups, composites and scope mappings.</summary>
    public const string ForgetRole = "forget-role";

    /// <summary>Takes removed groups out of everything: users, groups below them and the realm's default groups.</summary>
    public const string ForgetGroup = "forget-user-group";
}
