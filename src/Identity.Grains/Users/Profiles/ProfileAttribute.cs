using System.Text.Json;
using Identity.Grains.Users.Profiles.Internal;

namespace Identity.Grains.Users.Profiles;

/// <summary>One attribute that the users of a realm have.</summary>
public sealed class ProfileAttribute
{
    private const string AdminRole = "admin";
    private const string UserRole = "user";

    private readonly IReadOnlyList<AttributeRule> _rules;
    private readonly string[] _view;
    private readonly string[] _edit;
    private readonly RequiredRule? _required;
    private readonly bool _open;

    internal ProfileAttribute(JsonElement source)
    {
        Source = source;
        Name = Text(source, "name") ?? string.Empty;
        DisplayName = Text(source, "displayName");
        Group = Text(source, "group");
        DefaultValue = Text(source, "defaultValue");
        Multivalued = Member(source, "multivalued") is { ValueKind: JsonValueKind.True };
        SelectorScopes = Member(source, "selector") is { } selector ? Texts(selector, "scopes") : [];
        var permissions = Member(source, "permissions");
        _view = permissions is { } viewed ? Texts(viewed, "view") : [];
        _edit = permissions is { } edited ? Texts(edited, "edit") : [];
        // Nobody can do without these two, whatever the document leaves out.
        _open = permissions is null && (Name is ProfileNames.Username or ProfileNames.Email);
        _required = Member(source, "required") is { } required ? new RequiredRule(Texts(required, "roles"), Texts(required, "scopes")) : null;
        _rules = AttributeRule.Read(source, Multivalued);
    }

    /// <summary>The attribute's name.</summary>
    public string Name { get; }

    /// <summary>Shown instead of the name; often a message key such as ${email}. Null when there is none.</summary>
    public string? DisplayName { get; }

    /// <summary>The group that pages show it in; null for none.</summary>
    public string? Group { get; }

    /// <summary>What a user has who has no value; null for nothing.</summary>
    public string? DefaultValue { get; }

    /// <summary>Whether it may have more than one value.</summary>
    public bool Multivalued { get; }

    /// <summary>Users see it only when one of these client scopes is asked for; empty means always.</summary>
    public IReadOnlyList<string> SelectorScopes { get; }

    /// <summary>The values to choose from; null when any may be typed.</summary>
    public IReadOnlyList<string>? Options =>
        _rules.FirstOrDefault(rule => rule.Id == "options") is { } rule ? ValidatorSettings.Texts(rule.Config, "options") : null;

    /// <summary>As stored.</summary>
    internal JsonElement Source { get; }

    /// <summary>Whether the actor may see it. Who may change it may see it too.</summary>
    public bool CanView(ProfileActor actor) => _open || _view.Contains(Role(actor)) || CanEdit(actor);

    /// <summary>Whether the actor may change it.</summary>
    public bool CanEdit(ProfileActor actor) => _open || _edit.Contains(Role(actor));

    /// <summary>Whether the actor must give a value.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="scopes">The client scopes of the login that asks; empty outside one.</param>
    public bool IsRequired(ProfileActor actor, IReadOnlyCollection<string> scopes) => _required switch
    {
        null => false,
        { Roles.Length: 0, Scopes.Length: 0 } => true,
        var rule => rule.Roles.Contains(Role(actor)) || rule.Scopes.Any(scopes.Contains),
    };

    /// <summary>The rules that the values break.</summary>
    internal IEnumerable<ProfileError> Check(IReadOnlyList<string> values) => _rules.SelectMany(rule => rule.Check(Name, values));

    internal IEnumerable<AttributeRule> Rules => _rules;

    private static string Role(ProfileActor actor) => actor == ProfileActor.Administrator ? AdminRole : UserRole;

    private static JsonElement? Member(JsonElement source, string name) =>
        source.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static string? Text(JsonElement source, string name) => Member(source, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string[] Texts(JsonElement source, string name) =>
        source.ValueKind == JsonValueKind.Object && Member(source, name) is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private sealed record RequiredRule(string[] Roles, string[] Scopes);
}
