using Microsoft.Extensions.Hosting;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Keeps a pod that could check no password from starting.</summary>
internal sealed class Argon2Check : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Argon2.EnsureAvailable();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
