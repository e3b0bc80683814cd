using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Keeps a pod that could check no password from starting.</summary>
internal sealed partial class Argon2Check(ILogger<Argon2Check> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Argon2.EnsureAvailable();
        if (!Sodium.IsAvailable)
        {
            LogSlow();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Passwords are hashed by libargon2; with libsodium (package libsodium23) logins take some 40 % less processor time")]
    private partial void LogSlow();
}
