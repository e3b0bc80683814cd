using Npgsql;

namespace Identity.Silo.Health;

/// <summary>Tells whether the database answers and takes writes.</summary>
/// <remarks>One question at a time, its answer good for half a second: probes of any rate cost the database next to nothing.</remarks>
internal sealed class DatabaseProbe(NpgsqlDataSource database, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_goodFor = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1, 1);
    private long _askedAt;
    private string? _failure = "not asked yet";

    /// <summary>Why the database cannot be used; null: it can.</summary>
    public async Task<string?> FindFailureAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_askedAt == 0 || time.GetElapsedTime(_askedAt) > s_goodFor)
            {
                _failure = await AskAsync(cancellationToken);
                _askedAt = time.GetTimestamp();
            }

            return _failure;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IsStandbyAsync().WaitAsync(s_patience, time, cancellationToken) ? "The database is a standby: it takes no writes" : null;
        }
        catch (TimeoutException)
        {
            return "The database did not answer within 2 s";
        }
        catch (NpgsqlException exception)
        {
            return exception.InnerException is { } inner ? $"{exception.Message}: {inner.Message}" : exception.Message;
        }
    }

    private async Task<bool> IsStandbyAsync()
    {
        await using var command = database.CreateCommand("SELECT pg_is_in_recovery()");
        return await command.ExecuteScalarAsync(CancellationToken.None) is true;
    }
}
