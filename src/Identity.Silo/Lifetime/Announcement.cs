using System.Diagnostics;
using Identity.Silo.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Identity.Silo.Lifetime;

/// <summary>Tells the operator that the server is ready and where.</summary>
internal sealed partial class Announcement(IServer server, ServerOptions options, TimeProvider time, ILogger<Announcement> logger)
{
    /// <summary>When the program began, set by its first line. The process may be older: a script that built first turns into it.</summary>
    public static long Began { get; } = Stopwatch.GetTimestamp();

    /// <summary>Logs the addresses for requests and the time since the program began.</summary>
    public void Log()
    {
        var elapsed = time.GetElapsedTime(Began);
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

        // The management port was added last.
        var list = string.Join(", ", addresses
            .SkipLast(options.Management.Health || options.Management.Metrics ? 1 : 0)
            .Select(address => address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)));
        LogListening(list, (long)elapsed.TotalMilliseconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Addresses} (ready in {Milliseconds} ms)")]
    private partial void LogListening(string addresses, long milliseconds);
}
