namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>Keycloak's words for the kinds of what a partial import brings.</summary>
internal static class ImportKinds
{
    public const string Client = "CLIENT";
    public const string RealmRole = "REALM_ROLE";
    public const string ClientRole = "CLIENT_ROLE";
    public const string Group = "GROUP";
    public const string User = "USER";
}
