namespace Identity.Silo.Cluster;

/// <summary>Starts the silo beside the server instead of before it: the management port answers while the silo waits for the database
/// and for the other silos, and a port that is taken is told at once.</summary>
internal sealed partial class BackgroundSilo(IHostedService silo, IHostApplicationLifetime lifetime, ILogger<BackgroundSilo> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _starting = Task.CompletedTask;
    private bool _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _starting = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_starting.IsCompleted)
        {
            await _stopping.CancelAsync();
        }

        await _starting;
        if (_started)
        {
            await silo.StopAsync(cancellationToken);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync()
    {
        try
        {
            await silo.StartAsync(_stopping.Token);
            _started = true;
        }
        catch (Exception exception) when (_stopping.IsCancellationRequested)
        {
            // Stopped before it had joined.
            LogNotJoined(exception.Message);
        }
        catch (Exception exception)
        {
            LogFailed(exception.Message);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The start failed (the silo): {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stopped before the silo had joined: {Reason}")]
    private partial void LogNotJoined(string reason);
}

/// <summary>Puts <see cref="BackgroundSilo"/> in the place of Orleans's own hosted service.</summary>
internal static class BackgroundSiloRegistration
{
    public static void StartSiloInBackground(this IServiceCollection services)
    {
        var orleans = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "SiloHostedService");
        services.Remove(orleans);
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<BackgroundSilo>(
            provider, (IHostedService)ActivatorUtilities.CreateInstance(provider, orleans.ImplementationType!)));
    }
}
