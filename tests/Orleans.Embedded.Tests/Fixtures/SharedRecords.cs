using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>A database that several runtimes share: compare-and-swap by version, and failures on demand.</summary>
public sealed class SharedRecords : IGrainStorage, IGrainStateVersions
{
    private readonly ConcurrentDictionary<string, (object State, int Version)> _records = new();
    private int _reads;
    private int _checks;

    /// <summary>The next write is stored, and then its answer is lost.</summary>
    public bool LoseNextAnswer { get; set; }

    /// <summary>Version checks fail.</summary>
    public bool IsAway { get; set; }

    public int Reads => _reads;

    /// <summary>How often a version was asked for.</summary>
    public int Checks => _checks;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Interlocked.Increment(ref _reads);
        var exists = _records.TryGetValue(Name(stateName, grainId), out var record);
        grainState.RecordExists = exists;
        grainState.ETag = exists ? record.Version.ToString(CultureInfo.InvariantCulture) : null;
        if (exists)
        {
            grainState.State = (T)record.State;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = Name(stateName, grainId);
        lock (_records)
        {
            var stored = VersionOf(name);
            if (stored != grainState.ETag)
            {
                throw new InconsistentStateException("Another version is stored.", stored, grainState.ETag);
            }

            var next = stored is null ? 1 : _records[name].Version + 1;
            _records[name] = (grainState.State!, next);
            if (LoseNextAnswer)
            {
                LoseNextAnswer = false;
                throw new IOException("The answer was lost.");
            }

            grainState.ETag = VersionOf(name);
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_records)
        {
            _records.TryRemove(Name(stateName, grainId), out _);
        }

        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    public async ValueTask<string?> ReadVersionAsync(string stateName, GrainId grainId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _checks);
        await Task.Yield();
        return IsAway ? throw new IOException("The database is away.") : VersionOf(Name(stateName, grainId));
    }

    private static string Name(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

    private string? VersionOf(string name) =>
        _records.TryGetValue(name, out var record) ? record.Version.ToString(CultureInfo.InvariantCulture) : null;
}
