using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Identity.Grains.Passwords;
using Identity.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Identity.Benchmarks.Passwords;

/// <summary>A password against its hash, with Keycloak's default cost: Argon2id, 7 MiB, five passes. The ceiling of logins.</summary>
public class PasswordBenchmarks
{
    private const string Password = "correct horse battery staple";
    private ServiceProvider _services = null!;
    private PasswordHashing _hashing = null!;
    private Credential _stored = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _hashing = new PasswordHashing(Options.Create(new PasswordsOptions()), _services.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        _stored = await _hashing.HashAsync(Password, PasswordHashPolicy.Default);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        _hashing.Dispose();
        await _services.DisposeAsync();
    }

    [Benchmark(Description = "verify (Argon2id)")]
    public Task<bool> Verify() => _hashing.VerifyAsync(_stored, Password);
}
