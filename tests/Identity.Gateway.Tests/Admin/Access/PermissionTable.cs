using System.Text.RegularExpressions;
using static Identity.Gateway.Admin.Access.AdminRoles;

namespace Identity.Gateway.Tests.Admin.Access;

/// <summary>Which single admin role is enough for what, as Keycloak 26.7.4 answers. The longest line that fits a path counts; a line that
/// begins with <c>=</c> fits that path alone. Placeholders are written as *.</summary>
internal static partial class PermissionTable
{
    private static readonly string[] s_any = [.. All.Where(role => role != Impersonation)];
    private static readonly string[] s_nobody = [];
    private static readonly string[] s_realm = [ViewRealm, ManageRealm];
    private static readonly string[] s_users = [ViewUsers, ManageUsers];
    private static readonly string[] s_queriesUsers = [ViewUsers, ManageUsers, QueryUsers];
    private static readonly string[] s_clients = [ViewClients, ManageClients];
    private static readonly string[] s_queriesClients = [ViewClients, ManageClients, QueryClients];
    private static readonly string[] s_events = [ViewEvents, ManageEvents];
    private static readonly string[] s_flows = [ViewRealm, ManageRealm, ViewClients, QueryClients];
    private static readonly string[] s_requiredActions = [ViewRealm, ManageRealm, ViewUsers, QueryUsers];

    // Path, enough to read it, enough to change it.
    private static readonly (string Path, string[] Read, string[] Write)[] s_lines =
    [
        ("=", s_any, [ManageRealm]),
        ("/admin-events", s_events, [ManageEvents]),
        ("/attack-detection", s_users, [ManageUsers]),
        ("/authentication", s_realm, [ManageRealm]),
        ("=/authentication/client-authenticator-providers", [ViewRealm, ManageRealm, .. s_queriesClients], s_nobody),
        ("=/authentication/per-client-config-description", [ViewRealm, ManageRealm, .. s_queriesClients], s_nobody),
        ("=/authentication/flows", s_flows, [ManageRealm]),
        ("/authentication/required-actions", s_requiredActions, [ManageRealm]),
        ("/clear-", s_nobody, [ManageRealm]),
        ("/client-description-converter", s_nobody, [ManageClients]),
        ("/client-policies", s_realm, [ManageRealm]),
        ("/client-registration-policy", s_realm, s_nobody),
        ("/client-scopes", s_clients, [ManageClients]),
        ("=/client-scopes", s_queriesClients, [ManageClients]),
        ("/client-session-stats", s_realm, s_nobody),
        ("/client-types", [ManageRealm], [ManageRealm]),
        ("/clients", s_clients, [ManageClients]),
        ("=/clients", s_queriesClients, [ManageClients]),
        ("/clients-initial-access", s_clients, [ManageClients]),
        ("/clients/*/management", s_any, s_any),
        ("=/clients/*/certificates/*/download", s_nobody, s_clients),
        ("=/clients/*/test-nodes-available", [ManageClients], s_nobody),
        ("=/clients/*/roles/*/groups", s_nobody, s_nobody),
        ("=/clients/*/roles/*/users", s_nobody, s_nobody),
        ("/components", s_realm, [ManageRealm]),
        ("/credential-registrators", [ManageRealm], s_nobody),
        ("/default-default-client-scopes", s_clients, [ManageClients]),
        ("/default-groups", s_realm, [ManageRealm]),
        ("/default-optional-client-scopes", s_clients, [ManageClients]),
        ("/events", s_events, [ManageEvents]),
        ("/group-by-path", s_users, s_nobody),
        ("/groups", s_users, [ManageUsers]),
        ("=/groups", [QueryGroups, .. s_users], [ManageUsers]),
        ("=/groups/*/role-mappings/clients/*", s_nobody, [ManageUsers]),
        ("=/groups/count", [QueryGroups, .. s_users], s_nobody),
        ("/identity-provider", [ViewIdentityProviders, ManageIdentityProviders], [ManageIdentityProviders]),
        ("/keys", s_realm, s_nobody),
        ("/ldap-server-capabilities", s_nobody, [ManageRealm]),
        ("/localization", s_any, [ManageRealm]),
        ("/logout-all", s_nobody, [ManageUsers]),
        ("/operations", [ManageRealm], s_nobody),
        ("/organizations", [ManageRealm], [ManageRealm]),
        ("/partial-export", s_nobody, [ManageRealm]),
        ("/partialImport", s_nobody, [ManageRealm]),
        ("/push-revocation", s_nobody, [ManageRealm]),
        ("/roles", s_realm, [ManageRealm]),
        ("=/roles", [ManageIdentityProviders, .. s_realm], [ManageRealm]),
        ("=/roles/*/groups", s_nobody, s_nobody),
        ("=/roles/*/users", s_nobody, s_nobody),
        ("/roles-by-id", s_realm, [ManageRealm]),
        ("/roles-by-id/*/management", s_any, s_any),
        ("/sessions", s_nobody, [ManageUsers]),
        ("/testLDAPConnection", s_nobody, [ManageRealm]),
        ("/testSMTPConnection", s_nobody, [ManageRealm]),
        ("=/ui-ext", s_nobody, [ManageRealm]),
        ("/ui-ext/authentication-management", s_flows, s_nobody),
        ("/ui-ext/authentication-management/required-actions", s_requiredActions, s_nobody),
        ("/ui-ext/available-event-listeners", s_events, s_nobody),
        ("/ui-ext/available-roles/clientScopes", s_clients, s_nobody),
        ("/ui-ext/available-roles/clients", s_clients, s_nobody),
        ("/ui-ext/available-roles/groups", s_users, s_nobody),
        ("/ui-ext/available-roles/roles", s_any, s_nobody),
        ("/ui-ext/available-roles/users", s_users, s_nobody),
        ("/ui-ext/brute-force-user", s_queriesUsers, s_nobody),
        ("/ui-ext/effective-roles-all/clientScopes", s_clients, s_nobody),
        ("/ui-ext/effective-roles-all/clients", s_clients, s_nobody),
        ("/ui-ext/effective-roles-all/groups", s_users, s_nobody),
        ("/ui-ext/effective-roles-all/roles", s_realm, s_nobody),
        ("/ui-ext/effective-roles-all/users", s_users, s_nobody),
        ("/ui-ext/effective-roles/clientScopes", s_clients, s_nobody),
        ("/ui-ext/effective-roles/clients", s_clients, s_nobody),
        ("/ui-ext/effective-roles/groups", s_users, s_nobody),
        ("/ui-ext/effective-roles/roles", [ManageIdentityProviders, .. s_realm], s_nobody),
        ("/ui-ext/effective-roles/users", s_users, s_nobody),
        ("/ui-ext/info", s_any, s_nobody),
        ("/ui-ext/realms", s_any, s_nobody),
        ("/ui-ext/role-mapping-delete/clientScopes", s_nobody, [ManageClients]),
        ("/ui-ext/role-mapping-delete/clients", s_nobody, [ManageClients]),
        ("/ui-ext/role-mapping-delete/groups", s_nobody, [ManageUsers]),
        ("/ui-ext/role-mapping-delete/roles", s_nobody, [ManageRealm]),
        ("/ui-ext/role-mapping-delete/users", s_nobody, [ManageUsers]),
        ("/ui-ext/role-mappings/roles", s_realm, s_nobody),
        ("/ui-ext/sessions", s_realm, s_nobody),
        ("/ui-ext/sessions/client", s_clients, s_nobody),
        ("/users", s_users, [ManageUsers]),
        ("=/users", s_queriesUsers, [ManageUsers]),
        ("/users/*/impersonation", s_nobody, [Impersonation]),
        ("=/users/*/role-mappings/clients/*", s_nobody, [ManageUsers]),
        ("=/users/count", s_queriesUsers, s_nobody),
        ("/users/profile", [ViewRealm, ManageRealm, .. s_queriesUsers], [ManageRealm]),
        ("/users-management-permissions", [ManageRealm], [ManageRealm]),
        ("/workflows", [ManageRealm], [ManageRealm]),
    ];

    /// <summary>The roles of which one is enough; null when the table does not know the path.</summary>
    public static IReadOnlyList<string>? Enough(string method, string path)
    {
        var plain = Placeholder().Replace(path, "*");
        var (line, read, write) = s_lines
            .Where(line => line.Path[0] == '=' ? line.Path[1..] == plain : Fits(line.Path, plain))
            .MaxBy(line => (line.Path.Length, line.Path[0] == '='));
        return line is null ? null : method == "GET" ? read : write;
    }

    private static bool Fits(string line, string path) =>
        path == line || path.StartsWith($"{line}/", StringComparison.Ordinal) || (line[^1] == '-' && path.StartsWith(line, StringComparison.Ordinal));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
