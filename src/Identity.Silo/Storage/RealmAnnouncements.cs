using System.Runtime.CompilerServices;
using Identity.Grains.Realms.Snapshots;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Hears which realms change and what pods ask of each other, on a connection of its own that is made again whenever it is lost.</summary>
internal sealed partial class RealmAnnouncements(PostgresDatabase database, TimeProvider time, ILogger<RealmAnnouncements> logger)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(2);

    private bool _lost;

    /// <summary>Yields <see cref="RealmAnnouncement.Listening"/> whenever it listens (again), and what is announced from then on.
    /// Changes that come while the caller is busy are yielded once a realm.</summary>
    public async IAsyncEnumerable<RealmAnnouncement> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var delay = s_firstDelay;
        while (!cancellationToken.IsCancellationRequested)
        {
            await using var connection = await TryConnectAsync(cancellationToken);
            if (connection is null)
            {
                await Task.Delay(delay, time, cancellationToken);
                delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
                continue;
            }

            delay = s_firstDelay;
            LogOnce(lost: false);
            yield return new RealmAnnouncement.Listening();
            var heard = new HashSet<RealmAnnouncement>();
            connection.Notification += (_, notification) => Hear(heard, notification);
            while (await TryHearAsync(connection, cancellationToken))
            {
                RealmAnnouncement[] announcements = [.. heard];
                heard.Clear();
                foreach (var announcement in announcements)
                {
                    yield return announcement;
                }
            }
        }
    }

    private async Task<NpgsqlConnection?> TryConnectAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.Listener.OpenConnectionAsync(cancellationToken);
            await using var listen = new NpgsqlCommand(
                $"LISTEN identity_realm; LISTEN {PostgresSnapshotLeases.AskedChannel}; LISTEN {PostgresSnapshotLeases.PassedChannel}", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception exception)
        {
            // Whatever it is: the pool has two connections, and the other one tells whether the database hangs.
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            if (!StorageFault.IsUnavailable(exception))
            {
                throw;
            }

            LogOnce(lost: true, exception.Message);
            return null;
        }
    }

    private static void Hear(HashSet<RealmAnnouncement> heard, NpgsqlNotificationEventArgs notification)
    {
        var announcement = notification.Channel switch
        {
            PostgresSnapshotLeases.AskedChannel or PostgresSnapshotLeases.PassedChannel => PostgresSnapshotLeases.Read(notification.Channel, notification.Payload),
            _ => new RealmAnnouncement.Changed(notification.Payload),
        };
        if (announcement is not null)
        {
            heard.Add(announcement);
        }
    }

    /// <summary>Waits for an announcement and takes all that have come. False when the connection is lost.</summary>
    private async Task<bool> TryHearAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WaitAsync(cancellationToken);

            // The answer of any query comes after all announcements that were waiting.
            await using var flush = new NpgsqlCommand("SELECT 1", connection);
            await flush.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (StorageFault.IsUnavailable(exception))
        {
            LogOnce(lost: true, exception.Message);
            return false;
        }
    }

    // An outage is one event, however often it is tried to end it.
    private void LogOnce(bool lost, string reason = "")
    {
        if (lost == _lost)
        {
            return;
        }

        _lost = lost;
        if (lost)
        {
            LogNotListening(reason);
        }
        else
        {
            LogListening();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening for changes of realms again")]
    private partial void LogListening();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not listening for changes of realms, comparing versions meanwhile: {Reason}")]
    private partial void LogNotListening(string reason);
}
