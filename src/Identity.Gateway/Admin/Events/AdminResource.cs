namespace Identity.Gateway.Admin.Events;

/// <summary>Keycloak's resource types, those that Identity reports.</summary>
internal static class AdminResource
{
    public const string AuthExecution = "AUTH_EXECUTION";
    public const string AuthExecutionFlow = "AUTH_EXECUTION_FLOW";
    public const string AuthFlow = "AUTH_FLOW";
    public const string AuthenticatorConfig = "AUTHENTICATOR_CONFIG";
    public const string Client = "CLIENT";
    public const string ClientInitialAccess = "CLIENT_INITIAL_ACCESS_MODEL";
    public const string ClientRole = "CLIENT_ROLE";
    public const string ClientRoleMapping = "CLIENT_ROLE_MAPPING";
    public const string ClientScope = "CLIENT_SCOPE";
    public const string ClientScopeClientMapping = "CLIENT_SCOPE_CLIENT_MAPPING";
    public const string ClientScopeMapping = "CLIENT_SCOPE_MAPPING";
    public const string ClusterNode = "CLUSTER_NODE";
    public const string Component = "COMPONENT";
    public const string Group = "GROUP";
    public const string GroupMembership = "GROUP_MEMBERSHIP";
    public const string ProtocolMapper = "PROTOCOL_MAPPER";
    public const string Realm = "REALM";
    public const string RealmRole = "REALM_ROLE";
    public const string RealmRoleMapping = "REALM_ROLE_MAPPING";
    public const string RealmScopeMapping = "REALM_SCOPE_MAPPING";
    public const string RequiredAction = "REQUIRED_ACTION";
    public const string RequiredActionConfig = "REQUIRED_ACTION_CONFIG";
    public const string User = "USER";
    public const string UserLoginFailure = "USER_LOGIN_FAILURE";
    public const string UserProfile = "USER_PROFILE";
    public const string UserSession = "USER_SESSION";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        AuthExecution, AuthExecutionFlow, AuthFlow, AuthenticatorConfig, Client, ClientInitialAccess, ClientRole, ClientRoleMapping, ClientScope,
        ClientScopeClientMapping, ClientScopeMapping, ClusterNode, Component, Group, GroupMembership, ProtocolMapper, Realm, RealmRole, RealmRoleMapping,
        RealmScopeMapping, RequiredAction, RequiredActionConfig, User, UserLoginFailure, UserProfile, UserSession,
    ];
}
