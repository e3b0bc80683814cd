using System.Runtime.CompilerServices;
using Identity.Grains.Background;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Grains.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Identity.Grains.Tests.Realms.Snapshots;

/// <summary>Two pods on one database: what one has acknowledged, the other no longer answers otherwise.</summary>
public sealed class AcknowledgedChanges(PostgresServer server) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TestClock _time = new();
    private readonly Ears _ears = new();
    private TestDatabase _database = null!;
    private GrainHost _writer = null!;
    private GrainHost _other = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _writer = await GrainHost.StartAsync(_database, _time);
        _other = await GrainHost.StartAsync(_database, _time, Listen);
        await _writer.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        await HoldLeaseAsync(_writer);
        await HoldLeaseAsync(_other);
    }

    public async ValueTask DisposeAsync()
    {
        _ears.Deaf = false;
        await _other.DisposeAsync();
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task They_count_on_every_pod_though_no_pod_asks_the_database()
    {
        for (var round = 0; round < 50; round++)
        {
            await RenameAsync($"{round}");

            Assert.All((GrainHost[])[_writer, _other], pod =>
            {
                var found = pod.Realms.FindAsync("shop", CancellationToken.None);
                Assert.True(found.IsCompletedSuccessfully, "The realm came from memory.");
                Assert.Equal($"{round}", found.Result!.Settings.DisplayName);
            });
        }
    }

    [Fact]
    public async Task A_pod_that_hears_nothing_is_waited_for_until_it_would_ask_first()
    {
        _ears.Deaf = true;
        var changed = RenameAsync("new");
        await Eventually.TrueAsync(async () => (await _writer.Realms.FindAsync("shop", CancellationToken.None))!.Settings.DisplayName == "new", "the change is committed");

        Assert.False(changed.IsCompleted);
        Assert.True(IsCovered(_other), "The other pod answers as before, which is why it is waited for.");

        await AdvanceUntilAsync(() => changed.IsCompleted, "the change is acknowledged");
        Assert.False(IsCovered(_other));
        Assert.Equal("new", (await _other.Realms.FindAsync("shop", CancellationToken.None))!.Settings.DisplayName);
    }

    [Fact]
    public async Task A_pod_that_has_stopped_is_not_waited_for()
    {
        await _other.DisposeAsync();

        await RenameAsync("new").WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None);
        _other = await GrainHost.StartAsync(_database, _time);
    }

    [Fact]
    public async Task A_pod_that_stops_is_not_waited_for_while_its_other_work_goes_on()
    {
        var work = new LongWork();
        await using var stopping = await GrainHost.StartAsync(_database, _time, services => services.AddSingleton(work).AddBackgroundWork<LongWork>());
        await HoldLeaseAsync(stopping);
        await work.Begun.Task.WaitAsync(s_patience, TimeProvider.System, CancellationToken.None);

        var stopped = stopping.DisposeAsync().AsTask();
        for (var round = 0; round < 20; round++)
        {
            // The clock of the pods stands: who waits for a lease to end waits for ever.
            await RenameAsync($"{round}").WaitAsync(s_patience, TimeProvider.System, CancellationToken.None);
        }

        Assert.False(stopped.IsCompleted);
        work.End.SetResult();
        await stopped;
    }

    [Fact]
    public async Task A_pod_that_does_not_listen_yet_is_not_waited_for()
    {
        var deaf = new Ears { Deaf = true };
        await using var starting = await GrainHost.StartAsync(_database, _time, services => Listen(services, deaf));
        await starting.Realms.FreshAsync("shop", CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1.5));
        await HoldLeaseAsync(_writer);

        await RenameAsync("new").WaitAsync(s_patience, TimeProvider.System, CancellationToken.None);

        Assert.False(IsCovered(starting));
        Assert.Equal("new", (await starting.Realms.FindAsync("shop", CancellationToken.None))!.Settings.DisplayName);
        deaf.Deaf = false;
    }

    [Fact]
    public async Task A_realm_that_nobody_has_changed_costs_no_announcement()
    {
        _ears.Deaf = true;
        var barrier = _writer.Services.GetRequiredService<RealmBarrier>();

        await barrier.PassAsync(barrier.Before("shop")).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None);
    }

    [Fact]
    public async Task A_removed_realm_is_gone_everywhere_and_a_new_one_of_its_name_is_there()
    {
        var barrier = _writer.Services.GetRequiredService<RealmBarrier>();
        var before = barrier.Before("shop");
        await _writer.Services.GetRequiredService<RealmCreation>().RemoveAsync("shop", CancellationToken.None);
        await barrier.PassAsync(before);
        Assert.Null(await _other.Realms.FindAsync("shop", CancellationToken.None));

        await _writer.Services.GetRequiredService<RealmCreation>().CreateAsync("shop", CancellationToken.None);
        await barrier.PassAsync("shop");
        Assert.NotNull(await _other.Realms.FindAsync("shop", CancellationToken.None));
    }

    [Fact]
    public async Task Without_a_lease_and_a_database_only_what_gives_no_right_is_answered()
    {
        _ears.Deaf = true;
        await AdvanceUntilAsync(() => !IsCovered(_other), "the lease lapses");
        _ears.CutOff = true;

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _other.Realms.FindAsync("shop", CancellationToken.None));
        Assert.Equal("shop", (await _other.Realms.FindLastKnownAsync("shop", CancellationToken.None))!.Name);
    }

    private async Task RenameAsync(string displayName)
    {
        var barrier = _writer.Services.GetRequiredService<RealmBarrier>();
        var before = barrier.Before("shop");
        var realm = (await _writer.Realms.FindAsync("shop", CancellationToken.None))!;
        var grain = _writer.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(realm.Id).ToString());
        await grain.UpdateAsync((await grain.GetAsync(CancellationToken.None))! with { DisplayName = displayName });
        await barrier.PassAsync(before);
    }

    private static bool IsCovered(GrainHost pod) => pod.Realms.Known is [var realm] && pod.Realms.Lease.Covers(realm);

    private async Task HoldLeaseAsync(GrainHost pod)
    {
        await pod.Realms.FreshAsync("shop", CancellationToken.None);
        await AdvanceUntilAsync(() => IsCovered(pod), "the pod has a lease");
    }

    private Task AdvanceUntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            return condition();
        },
        what);

    private void Listen(IServiceCollection services) => Listen(services, _ears);

    private static void Listen(IServiceCollection services, Ears ears)
    {
        var real = services.Last(service => service.ServiceType == typeof(IRealmSource)).ImplementationType!;
        services.Replace(ServiceDescriptor.Singleton<IRealmSource>(provider => new Source((IRealmSource)ActivatorUtilities.CreateInstance(provider, real), ears)));
    }

    // As logout notices that are still to be sent.
    private sealed class LongWork : IBackgroundWorker
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<BackgroundWork> Works => [BackgroundWork.Standing("long-work", WorkAsync) with { DrainTime = TimeSpan.FromMinutes(1) }];

        private Task WorkAsync(CancellationToken cancellationToken)
        {
            Begun.TrySetResult();
            return End.Task;
        }
    }

    private sealed class Ears
    {
        /// <summary>Announcements are lost, and versions cannot be compared in the background.</summary>
        public volatile bool Deaf;

        /// <summary>Nothing can be read.</summary>
        public volatile bool CutOff;
    }

    /// <summary>The real source, as long as it is heard.</summary>
    private sealed class Source(IRealmSource source, Ears ears) : IRealmSource
    {
        public Task<RealmRecords?> LoadAsync(string realmName, CancellationToken cancellationToken) => Answer(() => source.LoadAsync(realmName, cancellationToken));

        public Task<RealmDifference?> LoadChangesAsync(string realmId, long version, int limit, CancellationToken cancellationToken) =>
            Answer(() => source.LoadChangesAsync(realmId, version, limit, cancellationToken));

        public Task<string?> FindIdAsync(string realmName, CancellationToken cancellationToken) => Answer(() => source.FindIdAsync(realmName, cancellationToken));

        public Task<string?> FindNameAsync(string realmId, CancellationToken cancellationToken) => Answer(() => source.FindNameAsync(realmId, cancellationToken));

        public Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken) => source.ListNamesAsync(cancellationToken);

        public Task<IReadOnlyList<RealmSummary>> ListAsync(string? search, int first, int? max, CancellationToken cancellationToken) =>
            source.ListAsync(search, first, max, cancellationToken);

        public Task<IReadOnlyList<RealmState>> ListStatesAsync(string? search, int first, int? max, CancellationToken cancellationToken) =>
            source.ListStatesAsync(search, first, max, cancellationToken);

        // Upkeep asks with a list, requests with a set.
        public Task<IReadOnlyDictionary<string, long>> ReadVersionsAsync(IReadOnlyCollection<string> realmNames, CancellationToken cancellationToken)
        {
            return ears.Deaf && realmNames is not HashSet<string>
                ? Task.FromException<IReadOnlyDictionary<string, long>>(new StorageUnavailableException("deaf"))
                : Answer(() => source.ReadVersionsAsync(realmNames, cancellationToken));
        }

        public async IAsyncEnumerable<RealmAnnouncement> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var announcement in source.WatchAsync(cancellationToken))
            {
                if (!ears.Deaf)
                {
                    yield return announcement;
                }
            }
        }

        private Task<T> Answer<T>(Func<Task<T>> read) => ears.CutOff ? Task.FromException<T>(new StorageUnavailableException("cut off")) : read();
    }
}
