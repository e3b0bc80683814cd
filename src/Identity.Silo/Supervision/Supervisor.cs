using System.Net.Sockets;
using Identity.Grains.Background;
using Identity.Silo.Configuration;

namespace Identity.Silo.Supervision;

/// <summary>Runs the pods of a cluster behind one front until it is told to stop.</summary>
internal sealed partial class Supervisor(ServerOptions options, SettingValues values, ILoggerFactory loggers, TimeProvider time)
{
    // A pod's own bound, and some time to leave.
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_leaveTime = TimeSpan.FromSeconds(5);

    private readonly ILogger<Supervisor> _logger = loggers.CreateLogger<Supervisor>();

    /// <summary>Returns the exit code.</summary>
    public async Task<int> RunAsync(int podCount, string clusterFile, string database, IReadOnlyList<byte[]> sealKeys, CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        var ports = FreePorts.Find(podCount * 4, Random.Shared);
        var pods = Enumerable.Range(0, podCount).Select(i => new Pod($"pod-{i + 1}", ports[4 * i], ports[(4 * i) + 1], ports[(4 * i) + 2], ports[(4 * i) + 3])).ToArray();
        var records = new WorkRecords(time);
        using var tasks = new BackgroundTasks(records, loggers.CreateLogger<BackgroundTasks>());
        using var front = new Front(new PodChoice(pods), tasks, time, loggers.CreateLogger<Front>());
        Uri url;
        try
        {
            url = new Uri($"http://localhost:{front.Listen(options.Listen.Address, options.Listen.HttpPort)}");
        }
        catch (SocketException exception)
        {
            LogNoListener(options.Listen.HttpPort, exception.Message);
            return 1;
        }

        using var file = new ClusterFile(clusterFile, url);
        var keepers = pods.Select(pod => BackgroundWork.Standing(pod.Name, new PodKeeper(
            pod,
            () => PodCommand.For(pod, pods, values, url, database, sealKeys),
            () => WriteWhenAllStarted(file, pods),
            options.ShutdownTimeout + s_leaveTime,
            time,
            loggers.CreateLogger<PodKeeper>()).RunAsync));
        var works = keepers.Append(BackgroundWork.Standing("front", front.RunAsync)).Select(work => work with { LongestPause = s_longestPause });
        await Task.WhenAll([
            .. works.Select(work => new WorkLoop(work, records, time, _logger).RunAsync(stoppingToken, stoppingToken)),
            AnnounceAsync(pods, url, started, stoppingToken)]);
        await tasks.StopAsync(CancellationToken.None);
        return 0;
    }

    private static void WriteWhenAllStarted(ClusterFile file, Pod[] pods)
    {
        if (pods.All(pod => pod.ProcessId != 0))
        {
            file.Write(pods);
        }
    }

    private async Task AnnounceAsync(Pod[] pods, Uri url, long started, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), time);
        try
        {
            while (!pods.All(pod => pod.Ready))
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }

            var address = url.AbsoluteUri.TrimEnd('/');
            var elapsed = (long)time.GetElapsedTime(started).TotalMilliseconds;
            LogListening(address, pods.Length, elapsed);
        }
        catch (OperationCanceledException)
        {
            // Stopped before all were ready.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Address} with {Pods} pods (ready in {Milliseconds} ms)")]
    private partial void LogListening(string address, int pods, long milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot listen on port {Port}: {Reason}")]
    private partial void LogNoListener(int port, string reason);
}
