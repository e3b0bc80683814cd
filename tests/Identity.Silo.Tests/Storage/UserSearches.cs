using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Silo.Storage;

namespace Identity.Silo.Tests.Storage;

/// <summary>The answers are those of Keycloak 26.7 to the same users, but for % and _ in single fields, which it takes for any text.</summary>
public class UserSearches(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    private PostgresUserDirectory Users => new(fixture.Database, StorageFixture.Records);

    [Theory]
    [InlineData("", "anna bert c%d_x dora eve")]
    [InlineData("  \t ", "anna bert c%d_x dora eve")]
    [InlineData("anna", "anna eve")]
    [InlineData("ANNA", "anna eve")]
    [InlineData("nna", "")]
    [InlineData("*nna", "anna eve")]
    [InlineData("anna smith", "anna")]
    [InlineData("anna bert", "eve")]
    [InlineData("\"bert\"", "bert eve")]
    [InlineData("\"BERT\"", "bert eve")]
    [InlineData("\"bert jan\"", "")]
    [InlineData("jan", "")]
    [InlineData("*jan*", "bert")]
    [InlineData("*", "anna bert c%d_x dora eve")]
    [InlineData("b* *smith*", "bert")]
    [InlineData("*a*n*", "anna bert eve")]
    [InlineData("an**", "anna eve")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("a_n", "")]
    [InlineData("c%d", "c%d_x")]
    [InlineData("back\\s", "dora")]
    [InlineData("\\", "")]
    [InlineData("a*b", "dora")]
    [InlineData("\"a*b\"", "dora")]
    [InlineData("\"a%b\"", "")]
    [InlineData("ünal", "c%d_x")]
    [InlineData("ÜNAL", "c%d_x")]
    [InlineData("*rger", "c%d_x")]
    [InlineData("\"ärger\"", "c%d_x")]
    [InlineData("\"\"", "")]
    [InlineData("\"", "")]
    [InlineData("a \"bert\"", "eve")]
    [InlineData("service", "")]
    [InlineData("x' OR '1'='1", "")]
    [InlineData("anna\0", "")]
    [InlineData("\ud800", "")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "")]
    public async Task Words_are_sought_in_names_and_email(string search, string expected)
    {
        await AddAsync();

        Assert.Equal(expected, await SearchAsync(new UserSearch { RealmId = _realm, Search = search }));
    }

    [Fact]
    public async Task Fields_are_sought_by_a_part_or_exactly()
    {
        await AddAsync();
        var all = new UserSearch { RealmId = _realm, ServiceAccounts = true };

        Assert.Equal("anna", await SearchAsync(all with { Username = "AN" }));
        Assert.Equal("service-account-app", await SearchAsync(all with { Username = "service" }));
        Assert.Equal("", await SearchAsync(all with { Username = "A*a" }));
        Assert.Equal("c%d_x", await SearchAsync(all with { Username = "%" }));
        Assert.Equal("anna", await SearchAsync(all with { Username = "Anna", Exact = true }));
        Assert.Equal("", await SearchAsync(all with { Username = "ann", Exact = true }));
        Assert.Equal("anna eve", await SearchAsync(all with { FirstName = "ANNA", Exact = true }));
        Assert.Equal("anna bert", await SearchAsync(all with { LastName = "smith" }));
        Assert.Equal("anna", await SearchAsync(all with { Email = "X.ORG", Username = "an" }));
        Assert.Equal("", await SearchAsync(all with { Email = "x.org", Exact = true }));
        Assert.Equal("bert", await SearchAsync(all with { Enabled = false }));
        Assert.Equal("bert", await SearchAsync(all with { EmailVerified = true }));
        Assert.Equal("dora eve", await SearchAsync(all with { Search = "b", Enabled = true }));
        Assert.Equal("", await SearchAsync(all with { Username = "\ud800" }));
        Assert.Equal("", await SearchAsync(all with { Username = new string('a', 10_000) }));
    }

    [Fact]
    public async Task Attributes_are_compared_as_a_whole_unless_a_part_is_asked_for()
    {
        await AddAsync();

        Assert.Equal("anna bert", await SearchAsync(With("team", "red")));
        Assert.Equal("anna", await SearchAsync(With("team", "BLUE")));
        Assert.Equal("", await SearchAsync(With("Team", "red")));
        Assert.Equal("", await SearchAsync(With("team", "re")));
        Assert.Equal("anna bert", await SearchAsync(With("team", "RE") with { Exact = false }));
        Assert.Equal("", await SearchAsync(With("team", "r%d") with { Exact = false }));
        Assert.Equal("", await SearchAsync(With("team", "red", ("foo", "bar"))));
        Assert.Equal("anna", await SearchAsync(With("team", "red", ("desk", "12"))));
        Assert.Equal("", await SearchAsync(With("team\0", "red")));
        Assert.Equal("anna", await SearchAsync(With("team", "red") with { Enabled = true }));
    }

    [Fact]
    public async Task Members_are_those_who_hold_a_role_or_group_themselves()
    {
        await AddAsync();
        var all = new UserSearch { RealmId = _realm, ServiceAccounts = true };

        Assert.Equal("anna bert service-account-app", await SearchAsync(all with { RoleId = "clerk" }));
        Assert.Equal("anna bert", await SearchAsync(all with { RoleId = "clerk", ServiceAccounts = false }));
        Assert.Equal("bert", await SearchAsync(all with { RoleId = "clerk", First = 1, Max = 1 }));
        Assert.Equal("anna", await SearchAsync(all with { RoleId = "clerk", GroupId = "staff" }));
        Assert.Equal("anna", await SearchAsync(all with { GroupId = "staff", Search = "an*" }));
        Assert.Equal("", await SearchAsync(all with { GroupId = "clerk" }));
        Assert.Equal("", await SearchAsync(all with { RealmId = Sample.Id(), RoleId = "clerk" }));
    }

    [Fact]
    public async Task Ids_are_answered_in_the_order_asked()
    {
        await AddAsync();
        var search = new UserSearch { RealmId = _realm, Search = "id:id-eve  nope id-anna id-service-account-app", Max = 1, Enabled = false };

        Assert.Equal("eve anna service-account-app", Names(await Users.SearchAsync(search, CancellationToken.None)));
        Assert.Equal(3, await Users.CountAsync(search, CancellationToken.None));
        Assert.Equal("", Names(await Users.SearchAsync(search with { Search = "id:" }, CancellationToken.None)));
        Assert.Equal("", await SearchAsync(search with { Search = " id:id-eve", Enabled = null, Max = 100 }));
    }

    [Fact]
    public async Task Pages_follow_each_other_in_order_of_username()
    {
        for (var i = 0; i < 25; i++)
        {
            await AddAsync(Sample.User($"user{(i * 7) % 25:00}") with { FirstName = "Same" });
        }

        var search = new UserSearch { RealmId = _realm, Max = 10 };
        foreach (var asked in new[] { search, search with { Search = "user" }, search with { Search = "same" }, search with { Search = "*ser*" } })
        {
            var pages = new List<UserState>();
            foreach (var first in new[] { 0, 10, 20, 30 })
            {
                pages.AddRange(await Users.SearchAsync(asked with { First = first }, CancellationToken.None));
            }

            Assert.Equal(Enumerable.Range(0, 25).Select(i => $"user{i:00}"), pages.Select(user => user.Username));
            Assert.Equal(25, (await Users.SearchAsync(asked with { Max = -1 }, CancellationToken.None)).Count);
            Assert.Empty(await Users.SearchAsync(asked with { Max = 0 }, CancellationToken.None));
            Assert.Equal(25, await Users.CountAsync(asked, CancellationToken.None));
        }
    }

    [Fact]
    public async Task What_is_far_along_the_order_is_found()
    {
        // More than a walk looks at.
        await using (var command = fixture.Database.Pool.CreateCommand(
            """
            INSERT INTO user_account (realm_id, id, version, doc)
            SELECT $1, n::text, 1, jsonb_build_object('id', n::text, 'username', 'a' || n, 'email', 'mail' || n || '@example.org') FROM generate_series(1, 6000) n
            """))
        {
            command.Parameters.AddWithValue(_realm);
            await command.ExecuteNonQueryAsync();
        }

        await AddAsync(Sample.User("zoe") with { FirstName = "Zoë", LastName = "Zimmer" });
        await AddAsync(Sample.User("zed") with { Email = "zoe@example.org" });
        await AddAsync(Sample.User("zzz") with { LastName = "Zoe-Zimmer" });

        Assert.Equal("zed zoe zzz", await SearchAsync(new UserSearch { RealmId = _realm, Search = "zoe" }));
        Assert.Equal("zoe", Names(await Users.SearchAsync(new UserSearch { RealmId = _realm, Search = "zoe", First = 1, Max = 1 }, CancellationToken.None)));
        Assert.Equal("zoe zzz", await SearchAsync(new UserSearch { RealmId = _realm, Search = "*immer" }));
        Assert.Equal(6000, await Users.CountAsync(new UserSearch { RealmId = _realm, Search = "mail" }, CancellationToken.None));
    }

    [Fact]
    public async Task Secrets_stay_in_the_directory_and_failures_are_told()
    {
        var credential = new Credential { Id = "c", Type = "otp", UserLabel = "phone", SecretData = "secret", CredentialData = "data" };
        await AddAsync(Sample.User("a") with { Credentials = [credential], Failures = new LoginFailures { Count = 3 } });

        var user = Assert.Single(await Users.SearchAsync(new UserSearch { RealmId = _realm }, CancellationToken.None));

        Assert.Equal(credential with { SecretData = "", CredentialData = "" }, Assert.Single(user.Credentials));
        Assert.Equal(3, user.Failures?.Count);
    }

    private UserSearch With(string name, string value, params (string Name, string Value)[] more) => new()
    {
        RealmId = _realm,
        ServiceAccounts = true,
        Attributes = more.Append((name, value)).ToDictionary(pair => pair.Item1, pair => pair.Item2),
    };

    // Each search counts as many as it lists.
    private async Task<string> SearchAsync(UserSearch search)
    {
        var found = await Users.SearchAsync(search, CancellationToken.None);
        if (search.First == 0 && search.Max == 100)
        {
            Assert.Equal(found.Count, await Users.CountAsync(search, CancellationToken.None));
        }

        return Names(found);
    }

    private static string Names(IEnumerable<UserState> users) => string.Join(' ', users.Select(user => user.Username));

    private async Task AddAsync()
    {
        await AddAsync(Sample.User("eve") with { FirstName = "Anna", LastName = "Bert" });
        await AddAsync(Sample.User("dora") with { FirstName = "back\\slash", LastName = "a*b" });
        await AddAsync(Sample.User("c%d_x") with { Email = "cd@x.org", FirstName = "Ünal", LastName = "Ärger" });
        await AddAsync(Sample.User("bert") with
        {
            Email = "b_ert@y.org", FirstName = "Bert Jan", LastName = "van Smithers", Enabled = false, EmailVerified = true,
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["team"] = ["red"] }, RoleIds = ["clerk"],
        });
        await AddAsync(Sample.User("anna") with
        {
            Email = "anna@x.org", FirstName = "Anna", LastName = "Smith", RoleIds = ["clerk", "clerk"], GroupIds = ["staff"],
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["team"] = ["Red", "blue"], ["desk"] = ["12"] },
        });
        await AddAsync(Sample.User("service-account-app") with { ServiceAccountClientId = "app", RoleIds = ["clerk"] });
    }

    private async Task AddAsync(UserState user) => await fixture.InsertAsync(StateNames.User, _realm, "id-" + user.Username, user);
}
