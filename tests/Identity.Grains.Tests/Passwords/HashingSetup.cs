using System.Diagnostics.Metrics;
using Identity.Grains.Passwords;
using Identity.Grains.Passwords.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Identity.Grains.Tests.Passwords;

/// <summary>Hashing with workers and metrics of its own.</summary>
internal sealed class HashingSetup : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private int _hashes;

    public HashingSetup(PasswordsOptions? options = null, TimeProvider? time = null)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        Hashing = new PasswordHashing(Options.Create(options ?? new PasswordsOptions()), meters, time ?? TimeProvider.System);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == PasswordMetrics.HashDuration && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _hashes));
        _listener.Start();
    }

    public PasswordHashing Hashing { get; }

    public int Hashes => Volatile.Read(ref _hashes);

    public void Dispose()
    {
        Hashing.Dispose();
        _listener.Dispose();
        _services.Dispose();
    }
}
