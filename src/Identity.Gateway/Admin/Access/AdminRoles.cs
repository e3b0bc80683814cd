namespace Identity.Gateway.Admin.Access;

/// <summary>The roles of the client realm-management (in the master realm: of the client REALM-realm) that let a user administer a realm.</summary>
internal static class AdminRoles
{
    public const string CreateClient = "create-client";
    public const string Impersonation = "impersonation";
    public const string ManageAuthorization = "manage-authorization";
    public const string ManageClients = "manage-clients";
    public const string ManageEvents = "manage-events";
    public const string ManageIdentityProviders = "manage-identity-providers";
    public const string ManageRealm = "manage-realm";
    public const string ManageUsers = "manage-users";
    public const string QueryClients = "query-clients";
    public const string QueryGroups = "query-groups";
    public const string QueryRealms = "query-realms";
    public const string QueryUsers = "query-users";
    public const string RealmAdmin = "realm-admin";
    public const string ViewAuthorization = "view-authorization";
    public const string ViewClients = "view-clients";
    public const string ViewEvents = "view-events";
    public const string ViewIdentityProviders = "view-identity-providers";
    public const string ViewRealm = "view-realm";
    public const string ViewUsers = "view-users";

    /// <summary>The master realm's realm role that holds every other.</summary>
    public const string Admin = "admin";

    /// <summary>The master realm's realm role that lets a user make realms.</summary>
    public const string CreateRealm = "create-realm";

    /// <summary>Every role that lets a user see anything of a realm.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        CreateClient, Impersonation, ManageAuthorization, ManageClients, ManageEvents, ManageIdentityProviders, ManageRealm, ManageUsers, QueryClients,
        QueryGroups, QueryRealms, QueryUsers, ViewAuthorization, ViewClients, ViewEvents, ViewIdentityProviders, ViewRealm, ViewUsers,
    ];
}
