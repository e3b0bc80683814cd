namespace Identity.Gateway.Admin.Access;

/// <summary>What an endpoint demands of an administrator: one of some roles for the realm that is asked for.</summary>
/// <param name="Name">For documents and tests.</param>
/// <param name="AnyOf">One of these is enough.</param>
internal sealed record AdminPermission(string Name, IReadOnlyList<string> AnyOf)
{
    /// <summary>A good token; what is answered depends on the administrator's roles.</summary>
    public static AdminPermission Token { get; } = new("a token", []);

    /// <summary>The master realm's role create-realm.</summary>
    public static AdminPermission CreateRealm { get; } = new("create realms", [AdminRoles.CreateRealm]);

    /// <summary>Any admin role of the realm; what is answered depends on which.</summary>
    public static AdminPermission AnyRole { get; } = new("any admin role", [.. AdminRoles.All.Where(role => role != AdminRoles.Impersonation)]);

    public static AdminPermission ViewRealm { get; } = new("view the realm", [AdminRoles.ViewRealm, AdminRoles.ManageRealm]);

    public static AdminPermission ManageRealm { get; } = new("manage the realm", [AdminRoles.ManageRealm]);

    public static AdminPermission ListRealmRoles { get; } =
        new("list realm roles", [AdminRoles.ViewRealm, AdminRoles.ManageRealm, AdminRoles.ManageIdentityProviders]);

    public static AdminPermission QueryUsers { get; } = new("query users", [AdminRoles.QueryUsers, AdminRoles.ViewUsers, AdminRoles.ManageUsers]);

    public static AdminPermission ViewUsers { get; } = new("view users", [AdminRoles.ViewUsers, AdminRoles.ManageUsers]);

    public static AdminPermission ManageUsers { get; } = new("manage users", [AdminRoles.ManageUsers]);

    public static AdminPermission QueryGroups { get; } = new("query groups", [AdminRoles.QueryGroups, AdminRoles.ViewUsers, AdminRoles.ManageUsers]);

    public static AdminPermission Impersonate { get; } = new("impersonate users", [AdminRoles.Impersonation]);

    /// <summary>Impersonating, or being told that there is no such user.</summary>
    public static AdminPermission ImpersonateOrQueryUsers { get; } =
        new("impersonate or query users", [AdminRoles.Impersonation, AdminRoles.QueryUsers, AdminRoles.ViewUsers, AdminRoles.ManageUsers]);

    public static AdminPermission QueryClients { get; } = new("query clients", [AdminRoles.QueryClients, AdminRoles.ViewClients, AdminRoles.ManageClients]);

    public static AdminPermission ViewClients { get; } = new("view clients", [AdminRoles.ViewClients, AdminRoles.ManageClients]);

    public static AdminPermission ManageClients { get; } = new("manage clients", [AdminRoles.ManageClients]);

    public static AdminPermission CreateClients { get; } = new("create clients", [AdminRoles.CreateClient, AdminRoles.ManageClients]);

    public static AdminPermission ViewEvents { get; } = new("view events", [AdminRoles.ViewEvents, AdminRoles.ManageEvents]);

    public static AdminPermission ManageEvents { get; } = new("manage events", [AdminRoles.ManageEvents]);

    public static AdminPermission ViewIdentityProviders { get; } =
        new("view identity providers", [AdminRoles.ViewIdentityProviders, AdminRoles.ManageIdentityProviders]);

    public static AdminPermission ManageIdentityProviders { get; } = new("manage identity providers", [AdminRoles.ManageIdentityProviders]);
}
