using Microsoft.AspNetCore.Connections;

namespace Identity.Silo.Listening;

/// <summary>How many connections clients may have open: what comes beyond is closed at once. The management port is not counted, so that a
/// flood of clients does not look like a dead pod.</summary>
/// <param name="most">How many.</param>
internal sealed class ConnectionLimit(int most)
{
    private const int Most = 20_000;
    private int _open;

    /// <summary>At most 20,000, and three quarters of the files that the process may open: a process that has no more of them ends.</summary>
    public static ConnectionLimit OfProcess() => new(Math.Min(Most, OpenFiles() / 4 * 3));

    /// <summary>Lets a connection on, or closes it.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        if (Interlocked.Increment(ref _open) > most)
        {
            Interlocked.Decrement(ref _open);
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    };

    // The runtime raises the soft limit to the hard one when it starts.
    private static int OpenFiles()
    {
        try
        {
            var line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, var soft, ..] && int.TryParse(soft, out var files) ? files : int.MaxValue;
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }
}
