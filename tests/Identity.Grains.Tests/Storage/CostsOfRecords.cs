using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains.Tests.Storage;

/// <summary>What a read or a write of a record asks the database for: no more than it needs, and never less than proves its answer.</summary>
public sealed class CostsOfRecords(PostgresServer postgres) : IAsyncLifetime
{
    private readonly EntityKey _key = new("realm", Guid.NewGuid().ToString());
    private TestDatabase _database = null!;
    private GrainHost _host = null!;
    private CountedStore _store = null!;

    private IRoleGrain Role => _host.Grains.Get<IRoleGrain>(_key);

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        _host = await GrainHost.StartAsync(_database, configure: services =>
        {
            var registered = services.Last(service => service.ServiceType == typeof(IRecordStore));
            services.AddSingleton<IRecordStore>(provider =>
                _store = new CountedStore((IRecordStore)ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)));
        });
        _store = (CountedStore)_host.Services.GetRequiredService<IRecordStore>();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_new_record_is_inserted_unread()
    {
        Assert.IsType<WriteResult.Saved>(await Role.CreateAsync(New("one")));

        Assert.Equal(["insert"], _store.Take());
    }

    [Fact]
    public async Task What_serves_once_is_inserted_unread_and_found_by_its_insert()
    {
        var token = _host.Grains.Get<IRevokedTokenGrain>(_key);

        Assert.True(await token.TryUseAsync(long.MaxValue / 2));
        Assert.Equal(["insert"], _store.Take());

        Assert.False(await token.TryUseAsync(long.MaxValue / 2));
        Assert.Equal(["version"], _store.Take());
    }

    [Fact]
    public async Task A_cold_read_is_one_of_the_row_and_a_warm_one_a_look_at_its_version()
    {
        await using var other = await GrainHost.StartAsync(_database);
        await other.Grains.Get<IRoleGrain>(_key).CreateAsync(New("one"));

        Assert.Equal("one", (await Role.GetAsync(CancellationToken.None))!.Name);
        Assert.Equal(["row"], _store.Take());

        Assert.Equal("one", (await Role.GetAsync(CancellationToken.None))!.Name);
        Assert.Equal(["version"], _store.Take());
    }

    [Fact]
    public async Task What_one_grain_wrote_is_held_for_whoever_reads_it_on_that_pod()
    {
        await Role.CreateAsync(New("one"));
        _store.Take();

        Assert.Equal("one", (await Role.GetAsync(CancellationToken.None))!.Name);
        Assert.Equal(["version"], _store.Take());
    }

    [Fact]
    public async Task What_was_removed_is_not_held()
    {
        await Role.CreateAsync(New("one"));
        await Role.DeleteAsync();
        _store.Take();

        Assert.Null(await Role.GetAsync(CancellationToken.None));
        Assert.Equal(["row"], _store.Take());
    }

    [Fact]
    public async Task A_change_of_a_held_record_is_one_compare_and_swap()
    {
        await Role.CreateAsync(New("one"));
        _store.Take();

        Assert.IsType<WriteResult.Saved>(await Role.UpdateAsync(New("two")));

        Assert.Equal(["update"], _store.Take());
    }

    [Fact]
    public async Task A_commit_from_a_version_that_is_known_reads_nothing()
    {
        await Role.CreateAsync(New("one"));
        var read = (await Role.ReadAsync(CancellationToken.None))!;
        _store.Take();

        Assert.IsType<WriteResult.Saved>(await Role.CommitAsync(new RecordChange<RoleState> { ETag = read.ETag, State = New("two") }));
        Assert.Equal(["update"], _store.Take());

        Assert.IsType<WriteResult.Changed>(await Role.CommitAsync(new RecordChange<RoleState> { ETag = read.ETag, State = New("three") }));
        Assert.Equal("two", (await Role.GetAsync(CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Reads_of_one_record_run_beside_each_other()
    {
        await Role.CreateAsync(New("one"));
        _store.Take();
        _store.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var reads = Enumerable.Range(0, 8).Select(_ => Role.GetAsync(CancellationToken.None)).ToArray();
        await Eventually.TrueAsync(() => _store.Count == reads.Length, "all of them look at the version");
        _store.Gate.SetResult();

        Assert.All(await Task.WhenAll(reads), role => Assert.Equal("one", role!.Name));
    }

    [Fact]
    public async Task What_another_pod_wrote_is_read_once_and_a_decision_on_the_old_is_taken_again()
    {
        await using var other = await GrainHost.StartAsync(_database);
        await Role.CreateAsync(New("one"));
        await other.Grains.Get<IRoleGrain>(_key).UpdateAsync(New("two"));
        _store.Take();

        Assert.Equal("two", (await Role.GetAsync(CancellationToken.None))!.Name);
        Assert.Equal(["version", "row"], _store.Take());

        await other.Grains.Get<IRoleGrain>(_key).DeleteAsync();
        Assert.IsType<WriteResult.NotFound>(await Role.UpdateAsync(New("three")));
        Assert.Equal(["update", "row"], _store.Take());
    }

    private RoleState New(string name) => new() { Id = _key.Id, Name = name };
}
