using System.Diagnostics;

namespace Identity.Silo.Supervision;

/// <summary>Keeps one pod running: starts it, and starts it again when it ends.</summary>
internal sealed partial class PodKeeper(Pod pod, Func<ProcessStartInfo> command, Action changed, TimeSpan stopTimeout, TimeProvider time, ILogger<PodKeeper> logger)
{
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_readyPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when a stop was asked for and the process is gone.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        var shortRuns = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            using var process = pod.Launch(command());
            try
            {
                changed();
                await WatchAsync(process, stoppingToken);
            }
            catch
            {
                // It would go on without a keeper, at the ports of the one that is started next.
                process.Kill();
                throw;
            }

            pod.Ready = false;
            if (stoppingToken.IsCancellationRequested)
            {
                await StopAsync(process);
                return;
            }

            LogDied(pod.Name, process.Id, process.ExitCode);
            shortRuns = time.GetElapsedTime(started) < s_longEnough ? shortRuns + 1 : 0;
            await PauseAsync(shortRuns, stoppingToken);
        }
    }

    /// <summary>How long to wait before the next start: not at all at first, then longer with each short run.</summary>
    internal static TimeSpan PauseAfter(int shortRuns) =>
        shortRuns <= 2 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(s_longestPause.Ticks, s_firstPause.Ticks << Math.Min(shortRuns - 3, 10)));

    private async Task PauseAsync(int shortRuns, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(PauseAfter(shortRuns), time, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped meanwhile: the loop ends.
        }
    }

    private async Task WatchAsync(Process process, CancellationToken stoppingToken)
    {
        using var http = new HttpClient { BaseAddress = pod.Management, Timeout = TimeSpan.FromSeconds(3) };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var asking = AskAsync(http, ended.Token);
        try
        {
            await process.WaitForExitAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // A stop was asked for.
        }

        await ended.CancelAsync();
        await asking;
    }

    private async Task AskAsync(HttpClient http, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(s_readyPeriod, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                pod.Ready = await IsReadyAsync(http, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is gone.
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken ended)
    {
        try
        {
            using var answer = await http.GetAsync("/health/ready", ended);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !ended.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task StopAsync(Process process)
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(stopTimeout, time);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            LogKilled(pod.Name, process.Id);
            process.Kill();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Pod} (process {ProcessId}) has ended with {ExitCode}; it is started again")]
    private partial void LogDied(string pod, int processId, int exitCode);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Pod} (process {ProcessId}) did not stop in time and was killed")]
    private partial void LogKilled(string pod, int processId);
}
