using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Identity.Silo.Metrics;

/// <summary>The series of one instrument, found by the tags as they come: measurements are taken several times a request, and the text of
/// a name and its labels is made when a series is new only.</summary>
internal sealed class MeasuredSeries(Instrument instrument)
{
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], Series> _byTags = new(TagsComparer.Instance);

    public InstrumentKind Kind { get; } = InstrumentKind.Of(instrument);

    /// <summary>In Prometheus's alphabet.</summary>
    public string Name { get; } = PrometheusName.Of(instrument, InstrumentKind.Of(instrument));

    /// <summary>Null for tags that were not remembered.</summary>
    public Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>().TryGetValue(tags, out var series) ? series : null;

    /// <summary>Whether the tags were not known before.</summary>
    public bool Remember(ReadOnlySpan<KeyValuePair<string, object?>> tags, Series series) => _byTags.TryAdd(tags.ToArray(), series);

    /// <summary>Tags are the same when their names and values are, in the same order: an instrument gives them in one order.</summary>
    private sealed class TagsComparer
        : IEqualityComparer<KeyValuePair<string, object?>[]>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
    {
        public static readonly TagsComparer Instance = new();

        public bool Equals(KeyValuePair<string, object?>[]? left, KeyValuePair<string, object?>[]? right) =>
            left is not null && right is not null && Equals(left.AsSpan(), right);

        public int GetHashCode(KeyValuePair<string, object?>[] tags) => GetHashCode(tags.AsSpan());

        public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> tags, KeyValuePair<string, object?>[] known)
        {
            if (tags.Length != known.Length)
            {
                return false;
            }

            for (var i = 0; i < known.Length; i++)
            {
                if (tags[i].Key != known[i].Key || !Equals(tags[i].Value, known[i].Value))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var hash = 0;
            foreach (var (_, value) in tags)
            {
                hash = HashCode.Combine(hash, value);
            }

            return hash;
        }

        public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.ToArray();
    }
}
