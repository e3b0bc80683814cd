using System.Collections.Concurrent;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Identity.Grains.Tests.Realms;

/// <summary>Anyone may ask for any realm: a flood of names that nobody has heard of must not hold up the others.</summary>
public sealed class UnknownRealms(PostgresServer server)
{
    [Fact]
    public async Task An_unknown_name_is_looked_up_once_a_second()
    {
        await using var pod = await Pod.StartAsync(server);

        Assert.Null(await pod.Realms.FindAsync("nobody", CancellationToken.None));
        Assert.Null(await pod.Realms.FindAsync("nobody", CancellationToken.None));
        Assert.Equal(1, pod.Source.Loads("nobody"));

        pod.Host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await pod.Realms.FindAsync("nobody", CancellationToken.None));
        Assert.Equal(2, pod.Source.Loads("nobody"));
    }

    [Fact]
    public async Task A_realm_that_is_made_after_somebody_asked_for_it_is_found()
    {
        await using var pod = await Pod.StartAsync(server);
        Assert.Null(await pod.Realms.FindAsync("acme", CancellationToken.None));

        await pod.ImportAsync("acme");

        await Eventually.TrueAsync(async () => await pod.Realms.FindAsync("acme", CancellationToken.None) is not null, "The new realm was not found.");
    }

    [Fact]
    public async Task A_name_longer_than_any_realms_is_not_looked_up()
    {
        await using var pod = await Pod.StartAsync(server);
        var name = new string('a', 256);

        Assert.Null(await pod.Realms.FindAsync(name, CancellationToken.None));
        Assert.Equal(0, pod.Source.Loads(name));
    }

    [Fact]
    public async Task Look_ups_of_unknown_names_hold_up_neither_each_other_nor_a_reload()
    {
        await using var pod = await Pod.StartAsync(server);
        await pod.ImportAsync("acme");
        var release = pod.Source.Hold("slow");
        var slow = pod.Realms.FindAsync("slow", CancellationToken.None).AsTask();

        Assert.Null(await pod.Realms.FindAsync("quick", CancellationToken.None));
        Assert.NotNull(await pod.Realms.FindAsync("acme", CancellationToken.None));
        Assert.NotNull(await pod.Realms.ReloadAsync("acme", CancellationToken.None));
        Assert.False(slow.IsCompleted);

        release.SetResult();
        Assert.Null(await slow);
    }

    [Fact]
    public async Task Unknown_names_take_a_few_connections_at_most()
    {
        await using var pod = await Pod.StartAsync(server);
        var names = Enumerable.Range(0, 200).Select(number => $"unknown-{number}").ToArray();

        await Task.WhenAll(names.Select(name => pod.Realms.FindAsync(name, CancellationToken.None).AsTask()));

        Assert.InRange(pod.Source.MostAtOnce, 1, 8);
    }

    private sealed class Pod(GrainHost host, TestDatabase database) : IAsyncDisposable
    {
        public GrainHost Host => host;

        public RealmSnapshots Realms => host.Realms;

        public CountingSource Source => (CountingSource)host.Services.GetRequiredService<IRealmSource>();

        public static async Task<Pod> StartAsync(PostgresServer server)
        {
            var database = await server.CreateDatabaseAsync();
            return new Pod(await GrainHost.StartAsync(database, configure: Count), database);
        }

        public async Task ImportAsync(string name) =>
            await Host.Services.GetRequiredService<RealmImport>().ImportAsync(new() { ["realm"] = name }, ImportStrategy.IgnoreExisting, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            await database.DisposeAsync();
        }

        private static void Count(IServiceCollection services)
        {
            var real = services.Last(service => service.ServiceType == typeof(IRealmSource)).ImplementationType!;
            services.Replace(ServiceDescriptor.Singleton<IRealmSource>(provider => new CountingSource((IRealmSource)ActivatorUtilities.CreateInstance(provider, real))));
        }
    }

    /// <summary>The real source, counted, and held up where a test wants it.</summary>
    private sealed class CountingSource(IRealmSource source) : IRealmSource
    {
        private readonly ConcurrentDictionary<string, int> _loads = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();
        private readonly Lock _lock = new();
        private int _now;

        public int MostAtOnce { get; private set; }

        public int Loads(string name) => _loads.GetValueOrDefault(name);

        public TaskCompletionSource Hold(string name) => _held[name] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<RealmRecords?> LoadAsync(string realmName, CancellationToken cancellationToken)
        {
            _loads.AddOrUpdate(realmName, 1, (_, count) => count + 1);
            lock (_lock)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_now);
            }

            try
            {
                await (_held.TryGetValue(realmName, out var held) ? held.Task : Task.CompletedTask);
                return await source.LoadAsync(realmName, cancellationToken);
            }
            finally
            {
                lock (_lock)
                {
                    _now--;
                }
            }
        }

        public Task<string?> FindIdAsync(string realmName, CancellationToken cancellationToken) => source.FindIdAsync(realmName, cancellationToken);

        public Task<string?> FindNameAsync(string realmId, CancellationToken cancellationToken) => source.FindNameAsync(realmId, cancellationToken);

        public Task<RealmDifference?> LoadChangesAsync(string realmId, long version, int limit, CancellationToken cancellationToken) =>
            source.LoadChangesAsync(realmId, version, limit, cancellationToken);

        public Task<IReadOnlyList<RealmSummary>> ListAsync(string? search, int first, int? max, CancellationToken cancellationToken) =>
            source.ListAsync(search, first, max, cancellationToken);

        public Task<IReadOnlyList<RealmState>> ListStatesAsync(string? search, int first, int? max, CancellationToken cancellationToken) =>
            source.ListStatesAsync(search, first, max, cancellationToken);

        public Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) => source.ListNamesAsync(cancellationToken);

        public Task<IReadOnlyDictionary<string, long>> ReadVersionsAsync(IReadOnlyCollection<string> realmNames, CancellationToken cancellationToken) =>
            source.ReadVersionsAsync(realmNames, cancellationToken);

        public IAsyncEnumerable<RealmAnnouncement> WatchAsync(CancellationToken cancellationToken) => source.WatchAsync(cancellationToken);
    }
}
