using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>One runtime in a host of its own, as one process has.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host) => _host = host;

    public Stage Stage => _host.Services.GetRequiredService<Stage>();

    public IServiceProvider Services => _host.Services;

    public static async Task<TestSilo> StartAsync(
        TimeProvider? clock = null, SharedRecords? records = null, int maxActivations = 1000, Stage? stage = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton(stage ?? new Stage());
        builder.Services.AddKeyedSingleton<IGrainStorage>("records", records ?? new SharedRecords());
        builder.Services.Configure<EmbeddedOptions>(options =>
        {
            options.MaxActivations = maxActivations;
            options.StateNeeds = method => method.GetCustomAttribute<NeedsAttribute>()?.Need ?? StateNeed.Current;
        });
        builder.Services.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(2));
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => silo.AddGrains(typeof(TestSilo).Assembly));
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host);
    }

    public T Grain<T>(string key)
        where T : IGrainWithStringKey => _host.Services.GetRequiredService<IGrainFactory>().GetGrain<T>(key);

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _host.StopAsync(bound.Token);
        _host.Dispose();
    }
}
