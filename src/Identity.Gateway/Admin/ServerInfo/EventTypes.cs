namespace Identity.Gateway.Admin.ServerInfo;

/// <summary>Keycloak's types of login events, those that can happen here. Each has an _ERROR of its own.</summary>
internal static class EventTypes
{
    private static readonly string[] Successes =
    [
        "CLIENT_DELETE", "CLIENT_INFO", "CLIENT_LOGIN", "CLIENT_REGISTER", "CLIENT_UPDATE", "CODE_TO_TOKEN", "CUSTOM_REQUIRED_ACTION", "EXECUTE_ACTIONS",
        "EXECUTE_ACTION_TOKEN", "GRANT_CONSENT", "IMPERSONATE", "INTROSPECT_TOKEN", "LOGIN", "LOGOUT", "REFRESH_TOKEN", "REMOVE_CREDENTIAL", "RESET_PASSWORD",
        "RESTART_AUTHENTICATION", "REVOKE_GRANT", "SEND_RESET_PASSWORD", "SEND_VERIFY_EMAIL", "UPDATE_CONSENT", "UPDATE_CREDENTIAL", "UPDATE_EMAIL",
        "UPDATE_PASSWORD", "UPDATE_PROFILE", "UPDATE_TOTP", "USER_DISABLED_BY_PERMANENT_LOCKOUT", "USER_DISABLED_BY_TEMPORARY_LOCKOUT", "USER_INFO_REQUEST",
        "USER_SESSION_DELETED", "VALIDATE_ACCESS_TOKEN", "VERIFY_EMAIL", "VERIFY_PROFILE",
    ];

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Successes.SelectMany(type => (string[])[type, $"{type}_ERROR"])];
}
