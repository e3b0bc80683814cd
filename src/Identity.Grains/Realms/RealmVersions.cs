namespace Identity.Grains.Realms;

/// <summary>Reads change counters of realms. A lone read goes out at once; those that come while reads are under way go out together
/// as soon as one of them is back, and see everything committed before they were asked for.</summary>
internal sealed class RealmVersions(IRealmSource source)
{
    private const int MaxUnderWay = 2;
    private const int MaxTogether = 256;

    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _waiting = new();
    private int _underWay;

    /// <summary>The realm's change counter; null when there is no realm of that name.</summary>
    public Task<long?> ReadAsync(string realmName, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(realmName);
        lock (_lock)
        {
            _waiting.Enqueue(waiter);
            if (_underWay == MaxUnderWay)
            {
                return waiter.Task.WaitAsync(cancellationToken);
            }

            _underWay++;
        }

        // Its failures are those of the waiters.
        _ = SendAsync();
        return waiter.Task.WaitAsync(cancellationToken);
    }

    private async Task SendAsync()
    {
        while (Take() is { Count: > 0 } together)
        {
            try
            {
                var versions = await source.ReadVersionsAsync(
                    together.Select(waiter => waiter.RealmName).ToHashSet(StringComparer.Ordinal), CancellationToken.None).ConfigureAwait(false);
                foreach (var waiter in together)
                {
                    waiter.TrySetResult(versions.TryGetValue(waiter.RealmName, out var version) ? version : null);
                }
            }
            catch (Exception exception)
            {
                foreach (var waiter in together)
                {
                    waiter.TrySetException(exception);
                }
            }
        }
    }

    private List<Waiter> Take()
    {
        lock (_lock)
        {
            var together = new List<Waiter>(Math.Min(_waiting.Count, MaxTogether));
            while (together.Count < MaxTogether && _waiting.TryDequeue(out var waiter))
            {
                together.Add(waiter);
            }

            if (together.Count == 0)
            {
                _underWay--;
            }

            return together;
        }
    }

    // Continuations run apart: a reader's next step must not hold up the others.
    private sealed class Waiter(string realmName) : TaskCompletionSource<long?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string RealmName { get; } = realmName;
    }
}
