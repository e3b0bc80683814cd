namespace Identity.Silo.Lifetime;

/// <summary>Leaves signals to <see cref="StopSignals"/>: a stop begins with a drain, which the host's own lifetime does not know.</summary>
internal sealed class NoConsoleLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
