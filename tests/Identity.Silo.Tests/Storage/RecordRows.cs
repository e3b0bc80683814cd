using System.Text.Json;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Orleans.Storage;

namespace Identity.Silo.Tests.Storage;

public class RecordRows(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private const int Writers = 32;

    private readonly string _realm = Sample.Id();

    [Fact]
    public async Task What_is_written_is_read_back_whole()
    {
        using var extra = JsonDocument.Parse("""{"kept":[1,{"deep":"ünïcödé"}]}""");
        var user = Sample.User() with
        {
            Email = "ann@example.org",
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["locale"] = ["de", "Zürich \"quoted\" \n"] },
            Credentials = [new Credential { Id = "c", Type = "password", SecretData = "{\"value\":\"x\"}", CredentialData = "{}" }],
            Failures = new LoginFailures { Count = 3, LastFailureAt = long.MaxValue },
            Extra = new Dictionary<string, JsonElement> { ["unknown"] = extra.RootElement.Clone() },
        };

        var written = await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);
        var read = await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, user.Id));

        Assert.True(read.Exists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(Json(user), Json(read.State!));
    }

    [Fact]
    public async Task What_an_earlier_release_did_not_write_keeps_its_initial_value()
    {
        await using (var command = fixture.Database.Pool.CreateCommand(
            """INSERT INTO user_account (realm_id, id, version, doc) VALUES ($1, 'old', 1, '{"id":"old","username":"ann","colour":"red"}')"""))
        {
            command.Parameters.AddWithValue(_realm);
            await command.ExecuteNonQueryAsync();
        }

        var read = (await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, "old"))).State!;

        Assert.Equal(Json(new UserState { Id = "old", Username = "ann" }).Length, Json(read with { Extra = null }).Length);
        Assert.True(read.Enabled);
        Assert.Empty(read.RoleIds);
        Assert.Equal("red", read.Extra!["colour"].GetString());
    }

    [Fact]
    public async Task A_missing_row_reads_as_none()
    {
        var read = new StoredRow<UserState>(Sample.User(), "7");

        await read.ReadAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, Sample.Id()));

        Assert.False(read.Exists);
        Assert.Null(read.ETag);
        Assert.Null(read.State);
    }

    [Fact]
    public async Task Of_many_first_writers_one_wins()
    {
        var user = Sample.User();

        // Each with a name of its own: it is the row that they race for.
        var outcomes = await RaceAsync(
            writer => Task.FromResult(new StoredRow<UserState>(user with { Username = $"{user.Username}-{writer}", Email = $"{writer}-{user.Email}" })), user.Id);

        Assert.Equal(1, outcomes.Count(won => won));
    }

    [Fact]
    public async Task Of_many_writers_holding_the_same_version_one_wins()
    {
        var user = Sample.User();
        var first = await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);

        var outcomes = await RaceAsync(
            writer => Task.FromResult(new StoredRow<UserState>(user with { FirstName = $"{writer}" }, first.ETag)), user.Id);

        Assert.Equal(1, outcomes.Count(won => won));
        var stored = await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, user.Id));
        Assert.Equal($"{outcomes.ToList().IndexOf(true)}", stored.State!.FirstName);
    }

    [Fact]
    public async Task Writers_that_read_again_after_a_lost_race_lose_no_increment()
    {
        var user = Sample.User() with { NotBefore = 0 };
        await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => IncrementAsync(user.Id))));

        var stored = await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, user.Id));
        Assert.Equal(Writers, stored.State!.NotBefore);
    }

    [Fact]
    public async Task A_stale_writer_is_refused()
    {
        var user = Sample.User();
        var current = await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);
        var stale = new StoredRow<UserState>(user, current.ETag);
        await WriteAsync(user.Id, current);

        var refusal = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(user.Id, stale));

        Assert.Equal(stale.ETag, refusal.CurrentEtag);
    }

    [Fact]
    public async Task A_row_made_again_is_not_the_one_that_a_stale_writer_knew()
    {
        var user = Sample.User();
        var key = Sample.Key(_realm, user.Id);
        var old = await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);
        var stale = new StoredRow<UserState>(user, old.ETag);
        await old.RemoveAsync(fixture.Storage, StateNames.User, key);
        var anew = await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(user.Id, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => stale.RemoveAsync(fixture.Storage, StateNames.User, key));

        Assert.Equal(anew.ETag, await fixture.Storage.ReadVersionAsync(StateNames.User, key, CancellationToken.None));
    }

    [Fact]
    public async Task A_deleted_row_takes_no_update()
    {
        var user = Sample.User();
        var state = await fixture.InsertAsync(StateNames.User, _realm, user.Id, user);
        var stale = new StoredRow<UserState>(user, state.ETag);

        await state.RemoveAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, user.Id));

        Assert.False(state.Exists);
        Assert.Null(state.ETag);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(user.Id, stale));
        Assert.False((await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, user.Id))).Exists);
    }

    [Fact]
    public async Task Only_known_states_and_keys_are_stored()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.ReadAsync<UserState>("user_account; DROP TABLE realm", Sample.Key(_realm, "1")));
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.InsertAsync(StateNames.User, _realm, "a\0b", Sample.User()));
    }

    private static string Json(UserState user) => JsonSerializer.Serialize(user, StateJsonContext.Default.UserState);

    private Task WriteAsync(string id, StoredRow<UserState> state) =>
        state.WriteAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, id));

    private async Task<bool[]> RaceAsync(Func<int, Task<StoredRow<UserState>>> prepare, string id) =>
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var state = await prepare(writer);
            try
            {
                await WriteAsync(id, state);
                return true;
            }
            catch (InconsistentStateException)
            {
                return false;
            }
        })));

    private async Task IncrementAsync(string id)
    {
        while (true)
        {
            var state = await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, id));
            state.State = state.State! with { NotBefore = state.State.NotBefore + 1 };
            try
            {
                await WriteAsync(id, state);
                return;
            }
            catch (InconsistentStateException)
            {
                // Someone else was first.
            }
        }
    }
}
