using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.Realms;

/// <summary>Refuses settings that no realm can have.</summary>
internal static class RealmSettings
{
    private static readonly string[] Lifetimes =
    [
        "accessTokenLifespan", "accessTokenLifespanForImplicitFlow", "ssoSessionIdleTimeout", "ssoSessionMaxLifespan", "ssoSessionIdleTimeoutRememberMe",
        "ssoSessionMaxLifespanRememberMe", "offlineSessionIdleTimeout", "offlineSessionMaxLifespan", "clientSessionIdleTimeout", "clientSessionMaxLifespan",
        "clientOfflineSessionIdleTimeout", "clientOfflineSessionMaxLifespan", "accessCodeLifespan", "accessCodeLifespanUserAction",
        "accessCodeLifespanLogin", "actionTokenGeneratedByAdminLifespan", "actionTokenGeneratedByUserLifespan", "refreshTokenMaxReuse", "failureFactor",
        "maxFailureWaitSeconds", "minimumQuickLoginWaitSeconds", "waitIncrementSeconds", "maxDeltaTimeSeconds", "quickLoginCheckMilliSeconds",
        "maxTemporaryLockouts", "eventsExpiration", "notBefore",
    ];

    private static readonly (string Name, string[] Values)[] Choices =
    [
        ("sslRequired", ["none", "external", "all"]),
        ("bruteForceStrategy", ["MULTIPLE", "LINEAR"]),
        ("otpPolicyType", ["totp", "hotp"]),
    ];

    /// <summary>Throws for a value out of its range. Numbers are seconds and 32 bits wide.</summary>
    public static void Check(JsonObject body)
    {
        foreach (var name in Lifetimes)
        {
            if (body[name] is { } value && (long)value is < 0 or > int.MaxValue)
            {
                throw AdminRefusalException.Invalid($"{name} must be between 0 and {int.MaxValue}");
            }
        }

        foreach (var (name, values) in Choices)
        {
            if ((string?)body[name] is { } value && !values.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                throw AdminRefusalException.Invalid($"{name} must be one of {string.Join(", ", values)}");
            }
        }
    }
}
