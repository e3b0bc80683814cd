using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Users;

/// <summary>The required actions that a realm knows.</summary>
internal static class RequiredActions
{
    private static readonly string[] Usual =
    [
        "CONFIGURE_TOTP", "TERMS_AND_CONDITIONS", "UPDATE_PASSWORD", "UPDATE_PROFILE", "VERIFY_EMAIL", "delete_account", "UPDATE_EMAIL", "webauthn-register",
        "webauthn-register-passwordless", "VERIFY_PROFILE", "delete_credential", "idp_link", "CONFIGURE_RECOVERY_AUTHN_CODES", "update_user_locale",
    ];

    /// <summary>Those of the given actions that the realm knows, each once: others are passed over, as Keycloak does.</summary>
    public static IReadOnlyList<string> Known(RealmState realm, JsonArray actions)
    {
        var known = Aliases(realm);
        return [.. actions.Select(action => (string)action!).Where(known.Contains).Distinct(StringComparer.Ordinal)];
    }

    private static HashSet<string> Aliases(RealmState realm)
    {
        var aliases = new HashSet<string>(Usual, StringComparer.Ordinal);
        if (realm.Extra is { } extra && extra.TryGetValue("requiredActions", out var actions) && actions.ValueKind == JsonValueKind.Array)
        {
            aliases.UnionWith(actions.EnumerateArray()
                .Where(action => action.ValueKind == JsonValueKind.Object && action.TryGetProperty("alias", out var alias) && alias.ValueKind == JsonValueKind.String)
                .Select(action => action.GetProperty("alias").GetString()!));
        }

        return aliases;
    }
}
