using System.Runtime.CompilerServices;
using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Hears which realms change, on a connection of its own that is made again whenever it is lost.</summary>
internal sealed partial class RealmAnnouncements(PostgresDatabase database, TimeProvider time, ILogger<RealmAnnouncements> logger)
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(2);

    private bool _lost;

    /// <summary>Yields an empty string whenever it listens (again), and the name of each realm that has changed since.
    /// Changes that come while the caller is busy are yielded once a realm.</summary>
    public async IAsyncEnumerable<string> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
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
            yield return "";
            var heard = new HashSet<string>(StringComparer.Ordinal);
            connection.Notification += (_, notification) => heard.Add(notification.Payload);
            while (await TryHearAsync(connection, cancellationToken))
            {
                string[] changed = [.. heard];
                heard.Clear();
                foreach (var realm in changed)
                {
                    yield return realm;
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
            await using var listen = new NpgsqlCommand("LISTEN identity_realm", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception exception) when (StorageFault.IsUnavailable(exception))
        {
            LogOnce(lost: true, exception.Message);
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            return null;
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
