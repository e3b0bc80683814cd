namespace Identity.Grains.Events;

/// <summary>Keycloak's types of login events. Each has one for its failure, NAME_ERROR.</summary>
public static class EventTypes
{
    private const string ErrorSuffix = "_ERROR";

    private static readonly string[] Successes =
    [
        "LOGIN", "REGISTER", "LOGOUT", "CODE_TO_TOKEN", "CLIENT_LOGIN", "FEDERATED_IDENTITY_LINK", "REMOVE_FEDERATED_IDENTITY",
        "UPDATE_EMAIL", "UPDATE_PROFILE", "UPDATE_PASSWORD", "UPDATE_TOTP", "VERIFY_EMAIL", "VERIFY_PROFILE", "REMOVE_TOTP",
        "GRANT_CONSENT", "UPDATE_CONSENT", "REVOKE_GRANT", "SEND_VERIFY_EMAIL", "SEND_RESET_PASSWORD", "SEND_IDENTITY_PROVIDER_LINK",
        "RESET_PASSWORD", "RESTART_AUTHENTICATION", "IDENTITY_PROVIDER_LINK_ACCOUNT", "IDENTITY_PROVIDER_LOGIN",
        "IDENTITY_PROVIDER_FIRST_LOGIN", "IDENTITY_PROVIDER_POST_LOGIN", "IMPERSONATE", "CUSTOM_REQUIRED_ACTION", "EXECUTE_ACTIONS",
        "EXECUTE_ACTION_TOKEN", "CLIENT_REGISTER", "CLIENT_UPDATE", "CLIENT_DELETE", "CLIENT_INITIATED_ACCOUNT_LINKING", "TOKEN_EXCHANGE",
        "OAUTH2_DEVICE_AUTH", "OAUTH2_DEVICE_VERIFY_USER_CODE", "OAUTH2_DEVICE_CODE_TO_TOKEN", "AUTHREQID_TO_TOKEN",
        "DELETE_ACCOUNT", "OAUTH2_EXTENSION_GRANT",
        "FEDERATED_IDENTITY_OVERRIDE_LINK", "UPDATE_CREDENTIAL", "REMOVE_CREDENTIAL", "INVITE_ORG", "VERIFIABLE_CREDENTIAL_REQUEST",
        "VERIFIABLE_CREDENTIAL_OFFER_REQUEST", "VERIFIABLE_CREDENTIAL_CREATE_OFFER", "VERIFIABLE_CREDENTIAL_PRE_AUTHORIZED_GRANT",
        "JWT_AUTHORIZATION_GRANT",
    ];

    private static readonly string[] WithoutError = ["PERMISSION_TOKEN", "USER_DISABLED_BY_PERMANENT_LOCKOUT", "USER_DISABLED_BY_TEMPORARY_LOCKOUT"];

    // Made by every request of an application or too often to be worth a row, unless a realm asks for them by name.
    private static readonly string[] OnlyByName =
    [
        "REFRESH_TOKEN", "INTROSPECT_TOKEN", "USER_INFO_REQUEST", "VALIDATE_ACCESS_TOKEN", "CLIENT_INFO", "PUSHED_AUTHORIZATION_REQUEST",
    ];

    /// <summary>The types that a realm keeps which names none.</summary>
    public static IReadOnlyList<string> Kept { get; } = [.. WithErrors(Successes), .. WithoutError];

    /// <summary>Every type.</summary>
    public static IReadOnlyList<string> All { get; } = [.. WithErrors([.. Successes, .. OnlyByName]), .. WithoutError];

    private static string[] WithErrors(IEnumerable<string> types) => [.. types.SelectMany(type => new[] { type, type + ErrorSuffix })];
}
