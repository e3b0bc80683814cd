using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Storage;

/// <summary>Tells operators of stored records that cannot be read: each once in the log, each time in the metric
/// <c>identity.storage.unreadable_records</c>.</summary>
public sealed partial class UnreadableRecords
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(string Kind, string RealmId, string Id), bool> _told = new();
    private readonly Counter<long> _counter;
    private readonly ILogger<UnreadableRecords> _logger;

    /// <summary>Makes the metric.</summary>
    public UnreadableRecords(IMeterFactory meters, ILogger<UnreadableRecords> logger)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _logger = logger;
        _counter = meters.Create("Identity.Storage").CreateCounter<long>("identity.storage.unreadable_records", description: "Readings of stored records that could not be read.");
    }

    /// <summary>A record was left out, or what needs it was refused.</summary>
    /// <param name="kind">Of <see cref="StateNames"/>, or realm_key.</param>
    /// <param name="realmId">The realm that it is in.</param>
    /// <param name="id">Its id.</param>
    /// <param name="problem">What is wrong; nothing of the record's content.</param>
    public void Report(string kind, string realmId, string id, string problem)
    {
        _counter.Add(1, new KeyValuePair<string, object?>("kind", kind));
        if (_told.Count >= MaxRemembered)
        {
            _told.Clear();
        }

        if (_told.TryAdd((kind, realmId, id), true))
        {
            LogUnreadable(kind, id, realmId, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored {Kind} {Id} of realm {RealmId} cannot be read: {Problem}")]
    private partial void LogUnreadable(string kind, string id, string realmId, string problem);
}
