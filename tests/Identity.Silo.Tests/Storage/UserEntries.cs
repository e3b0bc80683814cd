using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

/// <summary>What searches look at follows each change of a user, in its transaction.</summary>
public class UserEntries(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    private PostgresUserDirectory Users => new(fixture.Database, StorageFixture.Records);

    [Fact]
    public async Task Changes_of_a_user_are_found_at_once()
    {
        var row = await AddAsync(Sample.User("old") with { Email = "old@x.org", RoleIds = ["r", "s"], GroupIds = ["g"] });

        await ChangeAsync(row, row.State! with { Username = "new", Email = null, FirstName = "Nora", RoleIds = ["s", "t"], Enabled = false });

        Assert.Equal(0, await CountAsync(search => search with { Search = "old" }));
        Assert.Equal(1, await CountAsync(search => search with { Search = "nor" }));
        Assert.Equal(0, await CountAsync(search => search with { RoleId = "r" }));
        Assert.Equal(1, await CountAsync(search => search with { RoleId = "s" }));
        Assert.Equal(1, await CountAsync(search => search with { RoleId = "t" }));
        Assert.Equal(1, await CountAsync(search => search with { GroupId = "g", Enabled = false }));

        await row.RemoveAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, "1"));

        Assert.Equal(0, await CountAsync(search => search));
        Assert.Equal(0, await CountAsync(search => search with { RoleId = "s" }));
        Assert.Equal(0, await RowsAsync("SELECT count(*) FROM user_entry WHERE realm_id = $1"));
        Assert.Equal(0, await RowsAsync("SELECT count(*) FROM user_term WHERE username = 'new' AND term = user_term($1, 'role', 's')"));
    }

    [Fact]
    public async Task The_count_is_right_whoever_creates_and_deletes_at_the_same_time()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            for (var i = 0; i < 20; i++)
            {
                var id = $"{writer}-{i}";
                var row = await fixture.InsertAsync(
                    StateNames.User, _realm, id, Sample.User() with { ServiceAccountClientId = i % 4 == 1 ? id : null });
                if (i % 2 == 0)
                {
                    await row.RemoveAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, id));
                }
            }
        }));

        Assert.Equal(16 * 5, await CountAsync(search => search));
        Assert.Equal(16 * 10, await CountAsync(search => search with { ServiceAccounts = true }));
        Assert.Equal(16 * 10, await RowsAsync("SELECT count(*) FROM user_entry WHERE realm_id = $1"));
    }

    [Fact]
    public async Task A_transaction_that_is_open_holds_up_no_one_elses_count()
    {
        await AddAsync(Sample.User("first"));
        await using var connection = await fixture.Database.Pool.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO user_account (realm_id, id, version, doc) VALUES ($1, 'open', 1, '{\"id\": \"open\", \"username\": \"open\"}')";
        insert.Parameters.AddWithValue(_realm);
        await insert.ExecuteNonQueryAsync();

        await fixture.InsertAsync(StateNames.User, _realm, "2", Sample.User("second")).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(2, await CountAsync(search => search));
        await transaction.RollbackAsync();
        Assert.Equal(2, await CountAsync(search => search));
    }

    [Fact]
    public async Task A_name_that_is_taken_leaves_everything_as_it_was()
    {
        await AddAsync(Sample.User("taken") with { RoleIds = ["r"] });

        var refused = await Assert.ThrowsAsync<DuplicateKeyException>(
            () => fixture.InsertAsync(StateNames.User, _realm, "2", Sample.User("taken") with { RoleIds = ["r"] }));

        Assert.Equal("user_account_username", refused.Index);
        Assert.Equal(1, await CountAsync(search => search));
        Assert.Equal(1, await CountAsync(search => search with { RoleId = "r" }));
    }

    [Fact]
    public async Task With_a_realm_go_its_entries_and_counters()
    {
        var realm = await fixture.InsertAsync(StateNames.Realm, _realm, _realm, Sample.Realm() with { Id = _realm });
        await AddAsync(Sample.User("u") with { RoleIds = ["r"] });

        await realm.RemoveAsync(fixture.Storage, StateNames.Realm, Sample.Key(_realm, _realm));

        Assert.Equal(0, await RowsAsync("SELECT count(*) FROM user_entry WHERE realm_id = $1"));
        Assert.Equal(0, await RowsAsync("SELECT count(*) FROM user_count WHERE realm_id = $1"));
        Assert.Equal(0, await RowsAsync("SELECT count(*) FROM user_term WHERE term = user_term($1, 'role', 'r')"));
    }

    [Fact]
    public async Task Very_long_names_are_stored_and_found_by_their_beginning()
    {
        await AddAsync(Sample.User("long") with { FirstName = new string('Ä', 20_000), LastName = "", Email = new string('x', 300) + "@x.org" });

        Assert.Equal(1, await CountAsync(search => search with { Search = new string('ä', 200) }));
        Assert.Equal(1, await CountAsync(search => search with { Email = new string('x', 200) }));
    }

    private Task<long> CountAsync(Func<UserSearch, UserSearch> asked) =>
        Users.CountAsync(asked(new UserSearch { RealmId = _realm }), CancellationToken.None);

    private Task<StoredRow<UserState>> AddAsync(UserState user) => fixture.InsertAsync(StateNames.User, _realm, "1", user);

    private async Task ChangeAsync(StoredRow<UserState> row, UserState next)
    {
        row.State = Sample.WithId(next, "1");
        await row.WriteAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, "1"));
    }

    private async Task<long> RowsAsync(string sql)
    {
        await using var command = fixture.Database.Pool.CreateCommand(sql);
        command.Parameters.AddWithValue(_realm);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
