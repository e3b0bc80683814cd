using Identity.Grains.Texts;
using Identity.Grains.Users;

namespace Identity.Silo.Storage;

/// <summary>Turns a search for users into statements about user_entry and user_term.</summary>
/// <remarks>
/// A page is ordered by username. Where many users meet the conditions it is quickest to walk along that order until the page is full;
/// where few do, to find them all and sort. Which it is cannot be known beforehand: <see cref="Walk"/> goes a bounded way, and
/// <see cref="All"/> finds the rest.
/// </remarks>
internal sealed class UserQuery
{
    /// <summary>How many entries <see cref="Walk"/> looks at: a millisecond or two. A page of twenty is full by then where one in a hundred
    /// meets the conditions; where fewer do, finding them all is quick.</summary>
    private const int WalkLength = 2_000;

    private static readonly string[] s_fields = ["username", "email", "first_name", "last_name"];

    private readonly Query _query;
    private readonly string _realm;
    private readonly bool _withServiceAccounts;
    private readonly List<string> _terms = [];
    private readonly List<string> _texts = [];
    private readonly List<string> _others = [];
    private string? _beginning;
    private bool _hasWholeText;

    private UserQuery(Query query, UserSearch search)
    {
        _query = query;
        _realm = query.Value(search.RealmId);
        _withServiceAccounts = search.ServiceAccounts;
    }

    /// <summary>Texts are compared and nothing narrower is asked: a walk may be quicker.</summary>
    public bool IsWalkable => HasTextsAlone && !_hasWholeText;

    private bool HasTextsAlone => _texts.Count > 0 && _terms.Count == 0;

    private bool IsPlain => _texts.Count + _others.Count + _terms.Count == 0;

    /// <summary>The query of that search; null when it can find no one.</summary>
    public static UserQuery? Of(Query query, UserSearch search)
    {
        var built = new UserQuery(query, search);
        return StorableText.IsStorable(search.RealmId)
            && built.AddWords(search.Search)
            && built.AddField("username", search.Username, search.Exact)
            && built.AddField("email", search.Email, search.Exact)
            && built.AddField("first_name", search.FirstName, search.Exact)
            && built.AddField("last_name", search.LastName, search.Exact)
            && built.AddTerm("role", search.RoleId)
            && built.AddTerm("group", search.GroupId)
            && search.Attributes.All(attribute => built.AddAttribute(attribute.Key, attribute.Value, search.Exact))
            ? built.AddFlags(search)
            : null;
    }

    /// <summary>The documents of the page's users among the first entries of the realm, in order.</summary>
    public string Walk(int first, int max) => Documents($"""
        SELECT username
        FROM (SELECT * FROM user_entry entry WHERE {Realm} ORDER BY username LIMIT {WalkLength}) entry
        WHERE {And(_texts.Concat(_others))} ORDER BY username{_query.Page(first, max)}
        """);

    /// <summary>The documents of the page's users, in order.</summary>
    public string All(int first, int max)
    {
        var last = max < 0 ? "" : $" ORDER BY username LIMIT {_query.Value((long)Math.Max(first, 0) + max)}";
        return Documents($"{Found(last)} ORDER BY username{_query.Page(first, max)}");
    }

    /// <summary>How many meet the conditions.</summary>
    public string Count() => IsPlain
        ? $"SELECT coalesce(sum(users{(_withServiceAccounts ? "" : " - service_accounts")}), 0)::bigint FROM user_count WHERE realm_id = {_realm}"
        : $"SELECT count(*) FROM ({Found()}) found";

    private string Realm => $"entry.realm_id = {_realm}{(_withServiceAccounts ? "" : " AND NOT entry.service_account")}";

    private string Documents(string page) => $"""
        SELECT account.doc, account.realm_id, account.id, account.username
        FROM ({page}) page JOIN user_account account ON account.realm_id = {_realm} AND account.username = page.username
        ORDER BY page.username
        """;

    // OFFSET 0 keeps the planner from walking along the order of names after all.
    private string Found(string last = "") => this switch
    {
        { _terms.Count: > 0 } => Holders(),
        { _beginning: { } beginning } => $"SELECT username FROM ({Beginnings(beginning, last)}) found",
        { HasTextsAlone: true } =>
            $"SELECT username FROM (SELECT username FROM user_entry entry WHERE {Realm} AND {And(_texts.Concat(_others))} OFFSET 0) found",
        _ => $"SELECT username FROM user_entry entry WHERE {Realm} AND {And(_others)}",
    };

    // Each field has an index of its own; that of usernames is in order already.
    private string Beginnings(string beginning, string last) => string.Join(" UNION ", s_fields.Select(field =>
    {
        var found = $"SELECT username FROM user_entry entry WHERE {Realm} AND {field} LIKE {beginning} AND {And(_others)}";
        return field == "username" ? $"({found}{last})" : $"(SELECT username FROM ({found} OFFSET 0) {field}{last})";
    }));

    // The first term leads; entries are read only where something is asked about them.
    private string Holders()
    {
        var terms = $"held.term = {_terms[0]}" + string.Concat(_terms.Skip(1).Select(
            term => $" AND EXISTS (SELECT FROM user_term other WHERE other.term = {term} AND other.username = held.username)"));
        return _withServiceAccounts && _texts.Count + _others.Count == 0
            ? $"SELECT held.username FROM user_term held WHERE {terms}"
            : $"""
                SELECT held.username FROM user_term held JOIN user_entry entry ON entry.username = held.username
                WHERE {terms} AND {Realm} AND {And(_texts.Concat(_others))}
                """;
    }

    private bool AddWords(string? search)
    {
        if (SearchWord.Parse(search ?? "") is not { } words)
        {
            return false;
        }

        foreach (var word in words.Where(word => word.Text != "%"))
        {
            var value = _query.Value(word.Text);
            var comparison = word.Kind == SearchWord.Comparison.Whole ? $"= search_form({value})" : $"LIKE search_case({value})";
            _texts.Add($"({string.Join(" OR ", s_fields.Select(field => $"entry.{field} {comparison}"))})");
            _hasWholeText |= word.Kind == SearchWord.Comparison.Whole;
            _beginning = _texts.Count == 1 && word.Kind == SearchWord.Comparison.Beginning ? $"search_case({value})" : null;
        }

        return true;
    }

    private bool AddField(string field, string? text, bool? exact)
    {
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        _beginning = null;
        if (text.Length > SearchWord.MaxLength || !StorableText.IsStorable(text))
        {
            return false;
        }

        _hasWholeText |= exact is true;
        _texts.Add(exact is true
            ? $"entry.{field} = search_form({_query.Value(text)})"
            : $"entry.{field} LIKE search_case({_query.Value(SearchWord.Part(text))})");
        return true;
    }

    private bool AddTerm(string kind, string? value)
    {
        if (value is not null && StorableText.IsStorable(value))
        {
            _terms.Add($"user_term({_realm}, '{kind}', {_query.Value(value)})");
        }

        return StorableText.IsStorable(value);
    }

    private bool AddAttribute(string name, string value, bool? exact)
    {
        if (!StorableText.IsStorable(name) || !StorableText.IsStorable(value))
        {
            return false;
        }

        if (exact is not false)
        {
            _terms.Add($"user_term({_realm}, 'attribute', {_query.Value(name)} || chr(31) || search_case({_query.Value(value)}))");
            return true;
        }

        // One user whose document is damaged must not make the search fail for all.
        var list = $"account.doc -> 'attributes' -> {_query.Value(name)}";
        var values = $"CASE jsonb_typeof({list}) WHEN 'array' THEN {list} END";
        _others.Add($"""
            EXISTS (
                SELECT FROM user_account account, jsonb_array_elements_text({values}) value
                WHERE account.realm_id = {_realm} AND account.username = entry.username
                    AND search_case(value) LIKE search_case({_query.Value(SearchWord.Part(value))}))
            """);
        return true;
    }

    private UserQuery AddFlags(UserSearch search)
    {
        if (search.Enabled is { } enabled)
        {
            _others.Add($"entry.enabled = {_query.Value(enabled)}");
        }

        if (search.EmailVerified is { } verified)
        {
            _others.Add($"entry.email_verified = {_query.Value(verified)}");
        }

        return this;
    }

    private static string And(IEnumerable<string> conditions) => string.Join(" AND ", conditions.DefaultIfEmpty("true"));
}
