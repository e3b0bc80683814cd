using Identity.Grains.Roles;

namespace Identity.Grains.Realms;

/// <summary>Which roles include which, both ways. Immutable; follows changes of roles without looking at the others.</summary>
internal sealed class RoleInclusions
{
    private readonly SharedMap<RoleState> _roles;

    // By a role: the roles that say of themselves that they are part of it.
    private readonly SharedMap<SharedMap<string>> _parts;

    // By a role: the roles that list it. Only administration asks for it: most pods never build it for most realms.
    private SharedMap<SharedMap<string>>? _listing;

    private RoleInclusions(SharedMap<RoleState> roles, SharedMap<SharedMap<string>> parts, SharedMap<SharedMap<string>>? listing)
    {
        _roles = roles;
        _parts = parts;
        _listing = listing;
    }

    /// <summary>Of these roles.</summary>
    public static RoleInclusions Of(SharedMap<RoleState> roles) =>
        new(roles, Changed(SharedMap<SharedMap<string>>.Empty, [.. roles.SelectMany(Parts)], []), listing: null);

    /// <summary>The same roles, each listing all that it includes: for those who know nothing of roles that make themselves part of others.</summary>
    public static IReadOnlyList<RoleState> Listed(IReadOnlyList<RoleState> roles)
    {
        var inclusions = Of(SharedMap<RoleState>.Of(roles, role => role.Id));
        return [.. roles.Select(role => inclusions._parts.Find(role.Id) is null && role.PartOfIds.Count == 0
            ? role
            : role with { CompositeIds = [.. inclusions.Included(role)], PartOfIds = [] })];
    }

    /// <summary>The roles that the role includes directly.</summary>
    public IEnumerable<string> Included(RoleState role) =>
        _parts.Find(role.Id) is { } parts ? role.CompositeIds.Union(parts, StringComparer.Ordinal) : role.CompositeIds;

    /// <summary>Whether the role includes any.</summary>
    public bool IsComposite(RoleState role) => role.CompositeIds.Count > 0 || _parts.Find(role.Id) is not null;

    /// <summary>The roles that include the role directly.</summary>
    public IEnumerable<string> Including(RoleState role) =>
        Listing().Find(role.Id) is { } listing ? listing.Union(role.PartOfIds, StringComparer.Ordinal) : role.PartOfIds;

    /// <summary>The same after these changes of roles.</summary>
    public RoleInclusions With(SharedMap<RoleState> roles, IReadOnlyCollection<(RoleState? Before, RoleState? After)> changes) => new(
        roles,
        Changed(_parts, Differences(changes, Parts, come: true), Differences(changes, Parts, come: false)),
        _listing is { } known ? Changed(known, Differences(changes, Listed, come: true), Differences(changes, Listed, come: false)) : null);

    // Two that build it at the same time build the same.
    private SharedMap<SharedMap<string>> Listing() => _listing ??= Changed(SharedMap<SharedMap<string>>.Empty, [.. _roles.SelectMany(Listed)], []);

    private static IEnumerable<(string Role, string Other)> Parts(RoleState role) => role.PartOfIds.Select(whole => (whole, role.Id));

    private static IEnumerable<(string Role, string Other)> Listed(RoleState role) => role.CompositeIds.Select(part => (part, role.Id));

    private static List<(string Role, string Other)> Differences(
        IReadOnlyCollection<(RoleState? Before, RoleState? After)> changes, Func<RoleState, IEnumerable<(string, string)>> edges, bool come)
    {
        var differences = new List<(string, string)>();
        foreach (var (before, after) in changes)
        {
            var (more, less) = come ? (after, before) : (before, after);
            if (more is not null)
            {
                differences.AddRange(less is null ? edges(more) : edges(more).Except(edges(less)));
            }
        }

        return differences;
    }

    private static SharedMap<SharedMap<string>> Changed(
        SharedMap<SharedMap<string>> map, List<(string Role, string Other)> come, List<(string Role, string Other)> gone)
    {
        if (come.Count == 0 && gone.Count == 0)
        {
            return map;
        }

        var changes = gone.Select(edge => (edge.Role, Change: KeyValuePair.Create<string, string?>(edge.Other, null)))
            .Concat(come.Select(edge => (edge.Role, Change: KeyValuePair.Create<string, string?>(edge.Other, edge.Other))))
            .ToLookup(edge => edge.Role, edge => edge.Change, StringComparer.Ordinal);
        return map.With([.. changes.Select(role =>
        {
            var others = (map.Find(role.Key) ?? SharedMap<string>.Empty).With([.. role]);
            return KeyValuePair.Create(role.Key, others.Count == 0 ? null : others);
        })]);
    }
}
