using System.Net.Sockets;
using System.Security.Cryptography;
using Identity.Silo.Configuration;
using Identity.Silo.Health;

namespace Identity.Silo.Lifetime;

/// <summary>Runs a built server from its start to the end of its drain.</summary>
internal static partial class ServerLifetime
{
    /// <summary>Returns the exit code: 0 after a stop that was asked for, 1 after a failure.</summary>
    public static async Task<int> RunAsync(WebApplication app, ServerOptions options, StopSignals signals)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Identity.Silo.Lifetime");
        var state = app.Services.GetRequiredService<ServerState>();
        try
        {
            await app.StartAsync(signals.Stopping);
        }
        catch (OperationCanceledException) when (signals.Stopping.IsCancellationRequested)
        {
            await StopAsync(app, options, logger);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or SocketException or CryptographicException)
        {
            // A port that is taken or not allowed, a certificate that cannot be read.
            LogNoListener(logger, exception is SocketException { SocketErrorCode: SocketError.AccessDenied } ? "a port below 1024 needs a privilege that this user lacks" : exception.Message);
            await StopAsync(app, options, logger);
            return 1;
        }
        catch (Exception exception) when (exception is not ConfigurationProblemsException)
        {
            LogNotStarted(logger, exception.Message);
            LogCause(logger, exception);
            await StopAsync(app, options, logger);
            return 1;
        }

        await WaitForStopAsync(app.Lifetime, signals);
        state.MarkDraining();
        var delay = signals.FromSupervisor || app.Lifetime.ApplicationStopping.IsCancellationRequested ? TimeSpan.Zero : options.ShutdownDelay;
        LogDraining(logger, delay.TotalSeconds, options.ShutdownTimeout.TotalSeconds);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, app.Services.GetRequiredService<TimeProvider>());
        }

        await StopAsync(app, options, logger);
        return signals.Stopping.IsCancellationRequested ? 0 : 1;
    }

    private static async Task StopAsync(WebApplication app, ServerOptions options, ILogger logger)
    {
        try
        {
            await app.StopAsync();
            LogStopped(logger);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AggregateException)
        {
            // What is still running ends with the process, as it would with SIGKILL: nothing that was answered is lost.
            LogCutOff(logger, options.ShutdownTimeout.TotalSeconds, exception.Message);
        }
    }

    private static async Task WaitForStopAsync(IHostApplicationLifetime lifetime, StopSignals signals)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bySignal = signals.Stopping.Register(() => stop.TrySetResult());
        await using var byFailure = lifetime.ApplicationStopping.Register(() => stop.TrySetResult());
        await stop.Task;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot listen: {Reason}")]
    private static partial void LogNoListener(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The start failed: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Cause of the failed start")]
    private static partial void LogCause(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: not ready; taking requests for {Delay} s more, then finishing them within {Timeout} s")]
    private static partial void LogDraining(ILogger logger, double delay, double timeout);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stopped; not everything had finished within {Timeout} s: {Reason}")]
    private static partial void LogCutOff(ILogger logger, double timeout, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
