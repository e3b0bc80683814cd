using Identity.Grains.Events;
using Identity.Grains.Groups;
using Identity.Grains.Storage;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

/// <summary>Several records are changed and removed in one commit with what tells of them, or nothing is.</summary>
public class WritesTogether(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    private PostgresRecordWrites Writes => new(fixture.Database);

    [Fact]
    public async Task Records_are_changed_and_removed_at_once()
    {
        var (kept, gone) = (await InsertAsync("kept"), await InsertAsync("gone"));

        var result = await Writes.CommitAsync([Change(kept, "changed"), Removal(gone)], [Event()]);

        Assert.IsType<WriteResult.Saved>(result);
        Assert.Equal("changed", (await ReadAsync("kept")).State!.Name);
        Assert.False((await ReadAsync("gone")).Exists);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Where_one_has_been_changed_meanwhile_nothing_is_done_and_nothing_told()
    {
        var (first, second) = (await InsertAsync("first"), await InsertAsync("second"));
        await Writes.CommitAsync([Change(second, "by somebody else")], []);

        var result = await Writes.CommitAsync([Removal(first), Removal(second)], [Event()]);

        Assert.IsType<WriteResult.Changed>(result);
        Assert.True((await ReadAsync("first")).Exists);
        Assert.True((await ReadAsync("second")).Exists);
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task What_is_gone_already_cannot_be_removed()
    {
        var row = await InsertAsync("gone");
        await Writes.CommitAsync([Removal(row)], []);

        Assert.IsType<WriteResult.Changed>(await Writes.CommitAsync([Removal(row)], [Event()]));
        Assert.Empty(await EventsAsync());
    }

    private RecordWrite Change(StoredRow<GroupState> row, string name) =>
        RecordWrite.Of(StateNames.Group, _realm, row.State!.Id, row.ETag, row.State with { Name = name });

    private RecordWrite Removal(StoredRow<GroupState> row) => RecordWrite.Removal(StateNames.Group, _realm, row.State!.Id, row.ETag!);

    private async Task<StoredRow<GroupState>> InsertAsync(string id)
    {
        var row = new StoredRow<GroupState>(new GroupState { Id = id, Name = id });
        await row.WriteAsync(fixture.Storage, StateNames.Group, Sample.Key(_realm, id));
        return row;
    }

    private Task<StoredRow<GroupState>> ReadAsync(string id) => fixture.ReadAsync<GroupState>(StateNames.Group, Sample.Key(_realm, id));

    private AdminEvent Event() => new() { Time = 1, RealmId = _realm, OperationType = "UPDATE", ResourceType = "GROUP" };

    private async Task<IEnumerable<AdminEvent>> EventsAsync() =>
        await new PostgresEventStore(fixture.Database).SearchAsync(new AdminEventSearch { RealmId = _realm }, CancellationToken.None);
}
