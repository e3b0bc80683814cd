using Identity.Gateway.Admin.Requests;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Reads which users a request asks for.</summary>
internal static class UserSearches
{
    private const int DefaultMax = 100;
    private static readonly string[] s_fields = ["username", "email", "firstName", "lastName", "emailVerified", "enabled", "exact", "idpAlias", "idpUserId", "q"];

    /// <summary>Keycloak's parameters of a list of users.</summary>
    public static UserSearch Read(AdminCall call)
    {
        var query = call.Query;
        var attributes = query.Attributes().GroupBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value, StringComparer.Ordinal);
        var search = new UserSearch
        {
            RealmId = call.Realm.Id,
            Search = query.Text("search"),
            Username = query.Text("username") ?? Take(attributes, "username"),
            Email = query.Text("email") ?? Take(attributes, "email"),
            FirstName = query.Text("firstName") ?? Take(attributes, "firstName"),
            LastName = query.Text("lastName") ?? Take(attributes, "lastName"),
            Exact = query.Flag("exact"),
            EmailVerified = query.Flag("emailVerified"),
            Enabled = query.Flag("enabled"),
            Attributes = attributes,
        };
        // As in Keycloak: who asks for more than a text may mean a service account.
        search = search with
        {
            ServiceAccounts = search.Search is null
                && (attributes.Count > 0 || s_fields.Any(query.Has)),
        };
        return Page(search, query);
    }

    /// <summary>The page that is asked for; Keycloak's default is 100 users, a negative number asks for all that one page may hold.</summary>
    public static UserSearch Page(UserSearch search, AdminQuery query) => search with
    {
        First = Math.Max(0, query.Number("first") ?? 0),
        Max = query.Number("max") switch
        {
            null => DefaultMax,
            < 0 => AdminQuery.MaxPage,
            { } max => Math.Min(max, AdminQuery.MaxPage),
        },
    };

    private static string? Take(Dictionary<string, string> attributes, string name) => attributes.Remove(name, out var value) ? value : null;
}
