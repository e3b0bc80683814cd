namespace Identity.Gateway.Admin.Events;

/// <summary>Keycloak's operation types.</summary>
internal static class AdminOperation
{
    public const string Create = "CREATE";
    public const string Update = "UPDATE";
    public const string Delete = "DELETE";
    public const string Action = "ACTION";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Create, Update, Delete, Action];
}
