using System.Text.RegularExpressions;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>What fails in Keycloak's console on Keycloak too.</summary>
internal static partial class ConsoleFaults
{
    /// <summary>It is the console's own fault, whatever the server.</summary>
    public static bool IsKnown(string failure) => Administrator().IsMatch(failure) || PasswordField().IsMatch(failure);

    // The e-mail tab asks the realm that is shown for the administrator, who is in the master realm.
    [GeneratedRegex(@"^GET /admin/realms/[^/]+/users/[0-9a-f-]{36}: 404$")]
    private static partial Regex Administrator();

    // The form for passwords looks at an event when it is over.
    [GeneratedRegex(@"^script error: (TypeError: )?Cannot read properties of null \(reading 'value'\)")]
    private static partial Regex PasswordField();
}
