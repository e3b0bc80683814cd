using Identity.Grains;
using Identity.Grains.Realms;
using Identity.Grains.Sealing;
using Identity.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Identity.Testing;

/// <summary>All grains in this process, on a real database and a clock that the test drives. Two hosts on one database are two pods.</summary>
/// <remarks>
/// The runtime's own timers run on the same clock: a call under way while the clock is advanced past its timeout (30 s) fails, and
/// grains idle for longer than half a minute of it leave memory.
/// </remarks>
public sealed class GrainHost : IAsyncDisposable
{
    // Every host of a test seals with the same key, as pods of one installation do.
    private static readonly byte[] s_sealKey = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];

    private readonly IHost _host;

    private GrainHost(IHost host, TestClock time)
    {
        _host = host;
        Time = time;
    }

    /// <summary>The clock of all grains.</summary>
    public TestClock Time { get; }

    /// <summary>Everything registered.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The way to the grains.</summary>
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The realms as this pod sees them.</summary>
    public RealmSnapshots Realms => Services.GetRequiredService<RealmSnapshots>();

    /// <summary>Starts a host.</summary>
    /// <param name="database">Where everything is kept. The host does not drop it.</param>
    /// <param name="time">The clock; a new one when null. Give pods of one test the same.</param>
    /// <param name="configure">Adds or replaces services before the host is built.</param>
    public static async Task<GrainHost> StartAsync(
        TestDatabase database, TestClock? time = null, Action<IServiceCollection>? configure = null)
    {
        var clock = time ?? new TestClock();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "identity-tests" });
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new Sealer([s_sealKey]));
        builder.Services.AddIdentityGrains();
        builder.Services.AddPostgresStorage(database.ConnectionString);
        builder.AddTestGrains();
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new GrainHost(host, clock);
    }

    /// <summary>Stops in good order: grains deactivate.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
