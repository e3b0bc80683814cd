using System.Text;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Silo.Storage;
using Orleans.Storage;

namespace Identity.Silo.Tests.Storage;

/// <summary>What serves once is used up with the row that it serves for, or not at all.</summary>
public class UsesOfWrites(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();
    private readonly string _id = Sample.Id();

    private SingleUse Use => new(RevokedTokenKey.OfLogin(_realm, _id), 1234);

    [Fact]
    public async Task An_insert_uses_it_up()
    {
        await InsertAsync();

        Assert.True((await fixture.ReadAsync<SessionState>(StateNames.Session, Sample.Key(_realm, _id))).Exists);
        Assert.Equal(1234, (await fixture.ReadAsync<RevokedTokenState>(StateNames.RevokedToken, Sample.Key(_realm, Use.Key.Id))).State!.ExpiresAt);
    }

    [Fact]
    public async Task What_is_used_up_inserts_nothing_though_the_row_is_gone()
    {
        var row = await InsertAsync();
        await row.RemoveAsync(fixture.Storage, StateNames.Session, Sample.Key(_realm, _id));

        await Assert.ThrowsAsync<InconsistentStateException>(InsertAsync);

        Assert.False((await fixture.ReadAsync<SessionState>(StateNames.Session, Sample.Key(_realm, _id))).Exists);
    }

    [Fact]
    public async Task Of_many_inserts_one_is_made()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                await InsertAsync();
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        }));

        Assert.Single(made, inserted => inserted);
    }

    [Fact]
    public async Task An_insert_that_is_repeated_because_its_answer_was_lost_is_made_once()
    {
        var insert = new StateWrite(
            StateTable.Of(StateNames.Session), new EntityKey(_realm, _id), null, 7, Encoding.UTF8.GetBytes($$"""{"id":"{{_id}}","userId":"u"}"""), Use: UseInsert.Of(Use));
        await using var connection = await fixture.Database.Pool.OpenConnectionAsync();

        Assert.True(await insert.ExecuteAsync(connection, repeated: false, CancellationToken.None));
        Assert.True(await insert.ExecuteAsync(connection, repeated: true, CancellationToken.None));
        await Assert.ThrowsAsync<InconsistentStateException>(() => insert.ExecuteAsync(connection, repeated: false, CancellationToken.None));
    }

    [Fact]
    public async Task A_change_of_a_row_that_is_there_uses_nothing_up()
    {
        var row = await fixture.InsertAsync(StateNames.Session, _realm, _id, Session());

        await row.WriteAsync(fixture.Storage, StateNames.Session, Sample.Key(_realm, _id), use: Use);

        Assert.False((await fixture.ReadAsync<RevokedTokenState>(StateNames.RevokedToken, Sample.Key(_realm, Use.Key.Id))).Exists);
    }

    private SessionState Session() => new() { Id = _id, UserId = "u", Username = "ann" };

    private async Task<StoredRow<SessionState>> InsertAsync()
    {
        var row = new StoredRow<SessionState>(Session());
        await row.WriteAsync(fixture.Storage, StateNames.Session, Sample.Key(_realm, _id), use: Use);
        return row;
    }
}
