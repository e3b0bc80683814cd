using Microsoft.Extensions.Hosting;

namespace Identity.Grains.Passwords.Internal;

/// <summary>Keeps a pod that could check no password from starting: libsodium's native code is not there for every machine.</summary>
internal sealed class Argon2Check : IHostedService
{
    private static readonly PasswordHashPolicy s_least = PasswordHashPolicy.Default with { Iterations = 1, MemoryKiB = 8 };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Argon2.Hash(s_least, [], new byte[StoredPasswordWriter.SaltBytes], new byte[s_least.HashLength]);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
