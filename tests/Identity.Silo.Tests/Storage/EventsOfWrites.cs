using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Orleans.Storage;

namespace Identity.Silo.Tests.Storage;

/// <summary>An event is committed with the write that it tells of, or not at all.</summary>
public class EventsOfWrites(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();
    private readonly string _id = Sample.Id();

    private PostgresEventStore Events => new(fixture.Database);

    [Fact]
    public async Task Creating_changing_and_removing_are_recorded_with_the_row()
    {
        var row = new StoredRow<UserState>(Sample.User());

        await WriteAsync(row, Event(1));
        row.State = row.State! with { FirstName = "Anna" };
        await WriteAsync(row, Event(2));
        await row.RemoveAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, _id), Event(3));

        Assert.Equal([3, 2, 1], await TimesAsync());
    }

    [Fact]
    public async Task A_lost_swap_records_nothing()
    {
        var first = await fixture.InsertAsync(StateNames.User, _realm, _id, Sample.User());
        var second = new StoredRow<UserState>(first.State, first.ETag);
        await WriteAsync(second, null);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(first, Event(1)));
        await Assert.ThrowsAsync<InconsistentStateException>(() => first.RemoveAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, _id), Event(2)));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(new StoredRow<UserState>(Sample.User()), Event(3)));

        Assert.Empty(await TimesAsync());
    }

    [Fact]
    public async Task A_refused_duplicate_records_nothing()
    {
        await fixture.InsertAsync(StateNames.User, _realm, Sample.Id(), Sample.User("taken"));

        await Assert.ThrowsAsync<DuplicateKeyException>(() => WriteAsync(new StoredRow<UserState>(Sample.User("taken")), Event(1)));

        Assert.Empty(await TimesAsync());
    }

    [Fact]
    public async Task A_write_that_is_repeated_because_its_answer_was_lost_records_once()
    {
        var user = Sample.User();
        var insert = new StateWrite(
            StateTable.Of(StateNames.User), new EntityKey(_realm, _id), null, 1, [.. System.Text.Encoding.UTF8.GetBytes($$"""{"id":"{{_id}}","username":"{{user.Username}}"}""")],
            EventInsert.Of(Event(1)));
        var update = insert with { Previous = 1, Next = 2, Event = EventInsert.Of(Event(2)) };
        var delete = new StateDelete(insert.Table, insert.Key, 2, EventInsert.Of(Event(3)));
        await using var connection = await fixture.Database.Pool.OpenConnectionAsync();

        foreach (var write in new[] { insert, update })
        {
            Assert.True(await write.ExecuteAsync(connection, repeated: false, CancellationToken.None));
            Assert.True(await write.ExecuteAsync(connection, repeated: true, CancellationToken.None));
        }

        Assert.True(await delete.ExecuteAsync(connection, repeated: false, CancellationToken.None));
        Assert.True(await delete.ExecuteAsync(connection, repeated: true, CancellationToken.None));
        Assert.Equal([3, 2, 1], await TimesAsync());
    }

    [Fact]
    public async Task One_of_many_writers_wins_and_its_event_alone_is_there()
    {
        var row = await fixture.InsertAsync(StateNames.User, _realm, _id, Sample.User());

        var won = await Task.WhenAll(Enumerable.Range(1, 20).Select(async time =>
        {
            try
            {
                await WriteAsync(new StoredRow<UserState>(row.State! with { FirstName = $"{time}" }, row.ETag), Event(time));
                return time;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));

        Assert.Equal(won.Where(time => time > 0).Select(time => (long)time), await TimesAsync());
        Assert.Single(await TimesAsync());
    }

    private AdminEvent Event(long time) => new() { Time = time, RealmId = _realm, OperationType = "UPDATE", ResourceType = "USER" };

    private Task WriteAsync(StoredRow<UserState> row, AdminEvent? adminEvent)
    {
        row.State = Sample.WithId(row.State!, _id);
        return row.WriteAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, _id), adminEvent);
    }

    private async Task<IEnumerable<long>> TimesAsync() =>
        (await Events.SearchAsync(new AdminEventSearch { RealmId = _realm }, CancellationToken.None)).Select(found => found.Time);
}
