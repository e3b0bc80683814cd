using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Lists of a realm's roles, in ordinal order of their names.</summary>
internal static class RoleSets
{
    /// <summary>The roles with these ids; ids of roles that are gone are left out.</summary>
    public static IEnumerable<RoleState> FindRoles(this RealmSnapshot realm, IEnumerable<string> ids) =>
        ids.Select(realm.FindRoleById).OfType<RoleState>().OrderBy(role => role.Name, StringComparer.Ordinal).ThenBy(role => role.Id, StringComparer.Ordinal);

    /// <summary>The roles that the role includes directly.</summary>
    public static IEnumerable<RoleState> Composites(this RealmSnapshot realm, RoleState role) => realm.FindRoles(realm.CompositesOf(role));

    /// <summary>Those whose name holds the text, in any case of letters.</summary>
    public static IEnumerable<RoleState> Named(this IEnumerable<RoleState> roles, string? search) =>
        search is null ? roles : roles.Where(role => role.Name.Contains(search, StringComparison.OrdinalIgnoreCase));
}
