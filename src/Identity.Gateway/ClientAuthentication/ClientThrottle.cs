using System.Collections.Concurrent;
using System.Net;
using Identity.Grains.Protocol;

namespace Identity.Gateway.ClientAuthentication;

/// <summary>Slows down who guesses a client's credentials: after 50 failures from one network for one client, each further one closes the door for that
/// network and client, for a second at first, twice as long each time, half a minute at most. Other networks and other clients notice nothing.</summary>
/// <remarks>Kept by each pod for itself: a guesser who reaches n pods has n times as many tries, about two a minute and pod in the long run. It is no count that
/// anything is promised of; secrets are long and random. At most 10,000 doors a pod; while nobody fails an authentication costs nothing here.</remarks>
internal sealed class ClientThrottle(TimeProvider time)
{
    private const int Free = 50;
    private const int MaxDoors = 10_000;
    private const int MaxDoublings = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string ClientId, string? Network), Door> _doors = new();

    /// <summary>How long the door stays closed; null while it is open.</summary>
    /// <param name="clientId">The client's Id (UUID).</param>
    /// <param name="address">Where the request came from.</param>
    public TimeSpan? ClosedFor(string clientId, IPAddress? address) =>
        !_doors.IsEmpty && _doors.TryGetValue(Key(clientId, address), out var door) && door.ClosedUntil - Now is { Ticks: > 0 } rest ? rest : null;

    /// <summary>Counts a failure.</summary>
    public void Failed(string clientId, IPAddress? address)
    {
        var (key, now) = (Key(clientId, address), Now);
        if (_doors.ContainsKey(key) || HasRoom(now))
        {
            _doors.AddOrUpdate(key, static (_, at) => new Door(1, at, at), static (_, door, at) => Next(door, at), now);
        }
    }

    /// <summary>Forgets the failures of who has shown the right credentials.</summary>
    public void Succeeded(string clientId, IPAddress? address)
    {
        if (!_doors.IsEmpty)
        {
            _doors.TryRemove(Key(clientId, address), out _);
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private static (string ClientId, string? Network) Key(string clientId, IPAddress? address) => (clientId, NetworkAddress.Of(address));

    private static Door Next(Door door, DateTimeOffset at)
    {
        var failures = at - door.FailedAt > Memory ? 1 : door.Failures + 1;
        var wait = failures <= Free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 1 << Math.Min(failures - Free - 1, MaxDoublings)));
        return new Door(failures, at, at + wait);
    }

    // Doors that nobody knocks at make room; when all are in use the guesses at further ones are not counted.
    private bool HasRoom(DateTimeOffset now)
    {
        if (_doors.Count < MaxDoors)
        {
            return true;
        }

        foreach (var (key, door) in _doors)
        {
            if (door.ClosedUntil <= now && (now - door.FailedAt > Longest || door.Failures < Free))
            {
                _doors.TryRemove(key, out _);
            }
        }

        return _doors.Count < MaxDoors;
    }

    private sealed record Door(int Failures, DateTimeOffset FailedAt, DateTimeOffset ClosedUntil);
}
