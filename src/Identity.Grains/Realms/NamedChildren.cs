namespace Identity.Grains.Realms;

/// <summary>Records by what they are in (roles by client, groups by parent), in ordinal order of their names. Immutable; a change
/// copies the containers that it touches.</summary>
internal sealed class NamedChildren<T>
    where T : class
{
    private readonly SharedMap<T[]> _children;
    private readonly Func<T, string> _container;
    private readonly Func<T, string> _name;
    private readonly Comparison<T> _order;

    /// <summary>Nothing yet.</summary>
    /// <param name="container">What a record is in; a text of its own for the top.</param>
    /// <param name="name">Its name there.</param>
    public NamedChildren(Func<T, string> container, Func<T, string> name)
        : this(SharedMap<T[]>.Empty, container, name)
    {
    }

    private NamedChildren(SharedMap<T[]> children, Func<T, string> container, Func<T, string> name)
    {
        _children = children;
        _container = container;
        _name = name;
        _order = (one, other) => string.CompareOrdinal(name(one), name(other));
    }

    /// <summary>All of a container.</summary>
    public IReadOnlyList<T> In(string container) => _children.Find(container) ?? [];

    /// <summary>The one of that name in a container.</summary>
    public T? Find(string container, string name)
    {
        var all = _children.Find(container) ?? [];
        var (low, high) = (0, all.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(_name(all[middle]), name);
            if (order == 0)
            {
                return all[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The same after records became others, came (Before is null) or went (After is null).</summary>
    public NamedChildren<T> With(IReadOnlyCollection<(T? Before, T? After)> changes)
    {
        if (changes.Count == 0)
        {
            return this;
        }

        var gone = changes.Where(change => change.Before is not null).Select(change => change.Before!).ToLookup(_container, StringComparer.Ordinal);
        var come = changes.Where(change => change.After is not null).Select(change => change.After!).ToLookup(_container, StringComparer.Ordinal);
        var touched = new Dictionary<string, T[]?>(StringComparer.Ordinal);
        foreach (var container in gone.Select(group => group.Key).Concat(come.Select(group => group.Key)).Distinct(StringComparer.Ordinal))
        {
            var left = gone[container].ToHashSet(ReferenceEqualityComparer.Instance);
            List<T> children = [.. (_children.Find(container) ?? []).Where(child => !left.Contains(child)), .. come[container]];
            children.Sort(_order);
            touched[container] = children.Count == 0 ? null : [.. children];
        }

        return new NamedChildren<T>(_children.With(touched), _container, _name);
    }
}
