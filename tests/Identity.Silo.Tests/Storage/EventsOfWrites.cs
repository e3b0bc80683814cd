using Identity.Grains.Events;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;
using Orleans;
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
        var row = new GrainState<UserState>(Sample.User());

        await WriteAsync(row, Event(1));
        row.State = row.State! with { FirstName = "Anna" };
        await WriteAsync(row, Event(2));
        using (EventsOfWrite.Begin(Event(3)))
        {
            await fixture.Storage.ClearStateAsync(StateNames.User, Sample.Key(_realm, _id), row);
        }

        Assert.Equal([3, 2, 1], await TimesAsync());
    }

    [Fact]
    public async Task A_lost_swap_records_nothing()
    {
        var first = await fixture.InsertAsync(StateNames.User, _realm, _id, Sample.User());
        var second = new GrainState<UserState> { State = first.State, ETag = first.ETag, RecordExists = true };
        await WriteAsync(second, null);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(first, Event(1)));
        await Assert.ThrowsAsync<InconsistentStateException>(async () =>
        {
            using var events = EventsOfWrite.Begin(Event(2));
            await fixture.Storage.ClearStateAsync(StateNames.User, Sample.Key(_realm, _id), first);
        });
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(new GrainState<UserState>(Sample.User()), Event(3)));

        Assert.Empty(await TimesAsync());
    }

    [Fact]
    public async Task A_refused_duplicate_records_nothing()
    {
        await fixture.InsertAsync(StateNames.User, _realm, Sample.Id(), Sample.User("taken"));

        await Assert.ThrowsAsync<DuplicateKeyException>(() => WriteAsync(new GrainState<UserState>(Sample.User("taken")), Event(1)));

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
                await WriteAsync(new GrainState<UserState> { State = row.State! with { FirstName = $"{time}" }, ETag = row.ETag, RecordExists = true }, Event(time));
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

    [Fact]
    public async Task A_scope_ends_where_it_is_disposed_and_others_do_not_see_it()
    {
        var started = new TaskCompletionSource();
        var other = Task.Run(async () =>
        {
            await started.Task;
            return EventsOfWrite.Current;
        });
        using (EventsOfWrite.Begin(Event(1)))
        {
            using (EventsOfWrite.Begin(null))
            {
                Assert.Null(EventInsert.Of(EventsOfWrite.Current));
            }

            Assert.NotNull(EventsOfWrite.Current?.Admin);
            started.SetResult();
            Assert.Null(await other);
        }

        Assert.Null(EventsOfWrite.Current);
    }

    private AdminEvent Event(long time) => new() { Time = time, RealmId = _realm, OperationType = "UPDATE", ResourceType = "USER" };

    private async Task WriteAsync(GrainState<UserState> row, AdminEvent? adminEvent)
    {
        using var events = EventsOfWrite.Begin(adminEvent);
        row.State = Sample.WithId(row.State!, _id);
        await fixture.Storage.WriteStateAsync(StateNames.User, Sample.Key(_realm, _id), row);
    }

    private async Task<IEnumerable<long>> TimesAsync() =>
        (await Events.SearchAsync(new AdminEventSearch { RealmId = _realm }, CancellationToken.None)).Select(found => found.Time);
}
