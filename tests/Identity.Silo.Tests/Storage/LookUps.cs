using Identity.Grains.Storage;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

public class LookUps(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    private PostgresUserDirectory Users => new(fixture.Database, StorageFixture.Records);

    private PostgresSessionIndex Sessions => new(fixture.Database, StorageFixture.Records);

    [Fact]
    public async Task Users_are_found_by_name_email_and_client()
    {
        await fixture.InsertAsync(StateNames.User, _realm, "1", Sample.User("ünal") with { Email = "u@example.org" });
        await fixture.InsertAsync(StateNames.User, _realm, "2", Sample.User("service-account-app") with { ServiceAccountClientId = "c" });

        Assert.Equal("1", await Users.FindByUsernameAsync(_realm, "ÜNAL", CancellationToken.None));
        Assert.Equal("1", await Users.FindByEmailAsync(_realm, "U@Example.org", CancellationToken.None));
        Assert.Equal("2", await Users.FindServiceAccountAsync(_realm, "c", CancellationToken.None));
        Assert.Null(await Users.FindByUsernameAsync(Sample.Id(), "ünal", CancellationToken.None));
        Assert.Null(await Users.FindByUsernameAsync(_realm, "a\0b", CancellationToken.None));
        Assert.Null(await Users.FindByEmailAsync(_realm, "nobody@example.org", CancellationToken.None));
    }

    [Fact]
    public async Task An_email_that_two_users_share_finds_neither()
    {
        await fixture.InsertAsync(StateNames.User, _realm, "1", Sample.User() with { Email = "x@example.org", EmailUnique = false });
        await fixture.InsertAsync(StateNames.User, _realm, "2", Sample.User() with { Email = "x@example.org", EmailUnique = false });

        Assert.Null(await Users.FindByEmailAsync(_realm, "x@example.org", CancellationToken.None));
    }

    [Fact]
    public async Task All_users_are_listed_in_order_past_a_page()
    {
        await using (var command = fixture.Database.Pool.CreateCommand(
            """
            INSERT INTO user_account (realm_id, id, version, doc)
            SELECT $1, lpad(n::text, 5, '0'), 1, jsonb_build_object('id', lpad(n::text, 5, '0'), 'username', n) FROM generate_series(1, 2500) n
            """))
        {
            command.Parameters.AddWithValue(_realm);
            await command.ExecuteNonQueryAsync();
        }

        var listed = await Users.ListAsync(_realm, CancellationToken.None).ToListAsync();

        Assert.Equal(2500, listed.Count);
        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Sessions_of_a_user_are_listed_newest_first()
    {
        await fixture.InsertAsync(StateNames.Session, _realm, "old", Sample.Session("u", started: 9));
        await fixture.InsertAsync(StateNames.Session, _realm, "new", Sample.Session("u", started: 11));
        await fixture.InsertAsync(StateNames.Session, _realm, "new~offline", Sample.Session("u", started: 10));
        await fixture.InsertAsync(StateNames.Session, _realm, "other", Sample.Session("v", started: 12));

        Assert.Equal(
            [$"{_realm}/new", $"{_realm}/new~offline", $"{_realm}/old"],
            await Sessions.ListByUserAsync(_realm, "u", CancellationToken.None));
    }
}
