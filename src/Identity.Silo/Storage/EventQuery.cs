using Identity.Grains.Events;
using Identity.Grains.Texts;

namespace Identity.Silo.Storage;

/// <summary>The conditions of a search for a realm's events.</summary>
internal sealed class EventQuery
{
    private bool _findsNothing;

    public EventQuery(string realmId) => Equal("realm_id", realmId);

    public Query Query { get; } = new();

    public void Equal(string column, string? value)
    {
        if (!string.IsNullOrEmpty(value) && IsSought(value))
        {
            Query.Where($"{column} = {Query.Value(value)}");
        }
    }

    public void OneOf(string column, IReadOnlyList<string> values)
    {
        if (values.Count > 0 && values.All(IsSought))
        {
            Query.Where($"{column} = ANY ({Query.Value(values.ToArray())})");
        }
    }

    public void Like(string column, string? pattern)
    {
        if (!string.IsNullOrEmpty(pattern) && IsSought(pattern))
        {
            Query.Where($"{column} LIKE {Query.Value(SearchWord.WithStars(pattern))}");
        }
    }

    public void Between(long? from, long? to)
    {
        if (from is { } first)
        {
            Query.Where($"time >= {Query.Value(first)}");
        }

        if (to is { } last)
        {
            Query.Where($"time <= {Query.Value(last)}");
        }
    }

    public void After(EventPlace? place, bool ascending)
    {
        if (place is { } last)
        {
            Query.Where($"(time, id) {(ascending ? '>' : '<')} ({Query.Value(last.Time)}, {Query.Value(last.Id)})");
        }
    }

    /// <summary>The statement, by time; null when it can find nothing.</summary>
    public string? Select(string table, string columns, bool ascending, int first, int max)
    {
        var direction = ascending ? "" : " DESC";
        return _findsNothing || max == 0
            ? null
            : $"SELECT {columns} FROM {table} WHERE {Query.Conditions} ORDER BY realm_id{direction}, time{direction}, id{direction}{Query.Page(first, max)}";
    }

    private bool IsSought(string value)
    {
        var isStorable = StorableText.IsStorable(value);
        _findsNothing |= !isStorable;
        return isStorable;
    }
}
