using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Grains.Tests.Realms;

/// <summary>An import is there whole or not at all, wherever it fails: the database refuses a row, the connection dies, the commit fails.</summary>
public sealed class FailedImports(PostgresServer server) : IAsyncLifetime
{
    private const string Refuses = "RAISE EXCEPTION 'fault';";
    private const string Dies = "PERFORM pg_terminate_backend(pg_backend_pid());";
    private const string Id = "11111111-1111-4111-8111-111111111111";

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] s_tables =
        ["realm", "client", "client_scope", "role", "user_group", "user_account", "user_entry", "user_term", "user_count", "realm_change", "realm_record_change", "operation"];

    private TestDatabase _database = null!;
    private GrainHost _pod = null!;
    private GrainHost _other = null!;

    public static TheoryData<string, string, string> Faults
    {
        get
        {
            var faults = new TheoryData<string, string, string>();
            foreach (var fault in (string[])[Refuses, Dies])
            {
                foreach (var table in (string[])["realm", "client_scope", "client", "role", "user_group", "user_entry", "user_term"])
                {
                    faults.Add(fault, table, "true");
                }

                faults.Add(fault, "user_account", "NEW.doc ->> 'username' = 'user-2499'");
                faults.Add(fault, "client", "NEW.doc ->> 'clientId' = 'acme-realm'");
            }

            return faults;
        }
    }

    public async ValueTask InitializeAsync()
    {
        _database = await server.CreateDatabaseAsync();
        _pod = await GrainHost.StartAsync(_database);
        _other = await GrainHost.StartAsync(_database, _pod.Time);
        await _pod.Services.GetRequiredService<MasterRealm>().EnsureAsync("admin", "admin-password", None);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _pod.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Of_a_new_realm_nothing_is_left_and_its_name_and_id_are_free(string fault, string table, string when)
    {
        await BreakAsync(table, when, fault);

        await Assert.ThrowsAnyAsync<Exception>(() => ImportAsync(_pod, File(2500)));

        await NothingAsync();
        await MendAsync(table);
        Assert.Equal(2500, (await ImportAsync(_other, File(2500))).Users);
        Assert.Equal(2500L, await CountAsync("user_account"));
        Assert.NotNull((await _pod.Realms.FreshAsync(MasterRealm.Name, None))!.FindClient("acme-realm"));
    }

    [Fact]
    public async Task Nor_when_the_commit_itself_fails()
    {
        await ExecuteAsync("""
            CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''fault''; END';
            CREATE CONSTRAINT TRIGGER fault AFTER INSERT ON user_account DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.username = 'user-1') EXECUTE FUNCTION fault()
            """);

        await Assert.ThrowsAnyAsync<Exception>(() => ImportAsync(_pod, File(5)));

        await NothingAsync();
    }

    [Theory]
    [InlineData("user_account", "NEW.doc ->> 'username' = 'user-9'", "")]
    [InlineData("role", "true", "")]
    [InlineData("user_group", "true", "")]
    [InlineData("client", "true", "")]
    [InlineData("client_scope", "true", "")]
    [InlineData("realm", "true", "UPDATE")]
    [InlineData("user_entry", "true", "DELETE")]
    [InlineData("operation", "true", "")]
    public async Task A_realm_that_is_replaced_is_the_old_one_or_the_new_one(string table, string when, string action)
    {
        await ImportAsync(_pod, File(10));
        var old = await ExportAsync();
        var next = Different();
        await BreakAsync(table, action == "DELETE" ? "true" : when, Refuses, action.Length == 0 ? "INSERT OR UPDATE" : action);

        await Assert.ThrowsAnyAsync<Exception>(() => ImportAsync(_pod, next, ImportStrategy.OverwriteExisting));

        Assert.Equal(old, await ExportAsync());
        await MendAsync(table);
        await ImportAsync(_other, next, ImportStrategy.OverwriteExisting);
        var now = (await _pod.Realms.FreshAsync("acme", None))!;
        Assert.Equal("Other", now.Settings.DisplayName);
        Assert.Equal(["first", "second"], now.Groups.Select(group => group.Name).Order());
        Assert.Equal(3L, await CountAsync("user_account"));
    }

    [Fact]
    public async Task Two_records_of_a_replaced_realm_may_swap_their_names()
    {
        var file = (string first, string second) => RealmFiles.Parse($$"""
            {
              "realm": "acme", "id": "{{Id}}",
              "roles": {"realm": [{"id": "r1", "name": "{{first}}"}, {"id": "r2", "name": "{{second}}"}]},
              "groups": [{"id": "g1", "name": "{{first}}"}, {"id": "g2", "name": "{{second}}"}],
              "clients": [{"id": "c1", "clientId": "{{first}}"}, {"id": "c2", "clientId": "{{second}}"}],
              "clientScopes": [{"id": "s1", "name": "{{first}}"}, {"id": "s2", "name": "{{second}}"}],
              "users": [{"id": "u1", "username": "{{first}}", "email": "{{first}}@x.org"}, {"id": "u2", "username": "{{second}}", "email": "{{second}}@x.org"}]
            }
            """);
        await ImportAsync(_pod, file("a", "b"));

        await ImportAsync(_other, file("b", "a"), ImportStrategy.OverwriteExisting);

        var realm = (await _pod.Realms.FreshAsync("acme", None))!;
        Assert.Equal("r2", realm.FindRole(null, "a")!.Id);
        Assert.Equal("c2", realm.FindClient("a")!.Id);
        Assert.Equal("g2", realm.Groups.Single(group => group.Name == "a").Id);
        Assert.Equal("s2", realm.ClientScopes.Single(scope => scope.Name == "a").Id);
        Assert.Equal("u2", await ScalarAsync("SELECT id FROM user_entry WHERE realm_id = $1 AND username = 'a'"));
    }

    [Fact]
    public async Task Of_one_realm_that_two_pods_import_at_once_there_is_one()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => ImportAsync(number % 2 == 0 ? _pod : _other, File(50)))));

        Assert.Single(reports, report => !report.Skipped);
        Assert.Equal(50L, await CountAsync("user_account"));
        Assert.Equal(50L, await ScalarAsync("SELECT sum(users)::bigint FROM user_count WHERE realm_id = $1"));
    }

    [Fact]
    public async Task Of_two_realms_that_want_one_id_at_once_one_is_made_and_nothing_of_the_other()
    {
        var files = Enumerable.Range(0, 4).Select(number => (Name: $"acme-{number}", File: File(20))).ToList();
        files.ForEach(file => file.File["realm"] = file.Name);

        var failures = await Task.WhenAll(files.Select((file, place) => Task.Run(async () => await Record.ExceptionAsync(() => ImportAsync(place % 2 == 0 ? _pod : _other, file.File)))));

        Assert.Single(failures, failure => failure is null);
        Assert.Equal(3, failures.OfType<RealmFileException>().Count());
        Assert.Equal(20L, await CountAsync("user_account"));
        Assert.Equal(1L, await ScalarAsync("SELECT count(*) FROM client WHERE client_id LIKE 'acme-_-realm' AND realm_id <> $1"));
    }

    [Fact]
    public async Task Of_two_replacements_at_once_one_is_there_whole()
    {
        await ImportAsync(_pod, File(10));

        await Task.WhenAll(Task.Run(() => ImportAsync(_pod, File(30), ImportStrategy.OverwriteExisting)), Task.Run(() => ImportAsync(_other, Different(), ImportStrategy.OverwriteExisting)));

        var realm = (await _pod.Realms.FreshAsync("acme", None))!;
        Assert.Contains((realm.Settings.DisplayName ?? "", realm.Groups.Count, await CountAsync("user_account")), ((string, int, object?)[])[("Other", 2, 3L), ("", 1, 30L)]);
    }

    [Fact]
    public async Task What_an_earlier_release_left_of_an_import_is_never_served_and_goes()
    {
        await ImportAsync(_pod, File(5));
        await ExecuteAsync("UPDATE realm SET doc = doc || '{\"importing\": true}' WHERE name = 'acme'");
        var store = _pod.Services.GetRequiredService<IRealmStore>();

        Assert.Null(await _other.Realms.FreshAsync("acme", None));
        Assert.Equal(0, await store.RemoveUnfinishedAsync(None));
        await ExecuteAsync("UPDATE realm_change SET version = version - 2 * 3600 * 1000000::bigint WHERE name = 'acme'");
        Assert.Equal(1, await store.RemoveUnfinishedAsync(None));

        Assert.Equal(0L, await CountAsync("user_account"));
        Assert.NotNull(await _pod.Realms.FreshAsync(MasterRealm.Name, None));
    }

    [Fact]
    public async Task A_file_that_contradicts_itself_writes_nothing()
    {
        foreach (var break_ in (Action<JsonObject>[])[
            file => file["users"]!.AsArray().Add(new JsonObject { ["username"] = "user-1" }),
            file => file["users"]!.AsArray().Add(new JsonObject { ["username"] = "x", ["groups"] = new JsonArray("/none") }),
            file => file["users"]!.AsArray().Add(new JsonObject { ["id"] = "a/b", ["username"] = "x" }),
            file => file["users"]!.AsArray().Add(new JsonObject { ["username"] = "x", ["credentials"] = new JsonArray(new JsonObject { ["type"] = "password", ["value"] = new string('p', 100_000) }) })])
        {
            var file = File(5);
            break_(file);
            await Assert.ThrowsAsync<RealmFileException>(() => ImportAsync(_pod, file));
            await NothingAsync();
        }
    }

    private static Task<RealmImportReport> ImportAsync(GrainHost pod, JsonObject file, ImportStrategy strategy = ImportStrategy.IgnoreExisting) =>
        pod.Services.GetRequiredService<RealmImport>().ImportAsync(file, strategy, None);

    private static JsonObject File(int users) => new()
    {
        ["realm"] = "acme",
        ["id"] = Id,
        ["groups"] = new JsonArray(new JsonObject { ["name"] = "first" }),
        ["users"] = new JsonArray([.. Enumerable.Range(0, users).Select(number => new JsonObject { ["username"] = $"user-{number}", ["groups"] = new JsonArray("/first") })]),
    };

    private static JsonObject Different()
    {
        var file = File(2);
        file["displayName"] = "Other";
        file["groups"]!.AsArray().Add(new JsonObject { ["name"] = "second" });
        file["roles"] = new JsonObject { ["realm"] = new JsonArray(new JsonObject { ["name"] = "added" }) };
        file["clients"] = new JsonArray(new JsonObject { ["clientId"] = "app" });
        file["clientScopes"] = new JsonArray(new JsonObject { ["name"] = "only", ["protocol"] = "openid-connect" });
        file["users"]!.AsArray().Add(new JsonObject { ["username"] = "user-9", ["firstName"] = "Changed" });
        return file;
    }

    private async Task<string> ExportAsync() =>
        (await _other.Services.GetRequiredService<RealmExport>().ExportAsync("acme", None))!.Document.ToJsonString();

    private async Task NothingAsync()
    {
        foreach (var table in s_tables)
        {
            Assert.True((long)(await CountAsync(table))! == 0, table);
        }

        Assert.Null(await _pod.Realms.FreshAsync("acme", None));
        Assert.Null((await _other.Realms.FreshAsync(MasterRealm.Name, None))!.FindClient("acme-realm"));
    }

    private Task BreakAsync(string table, string when, string fault, string action = "INSERT") => ExecuteAsync($"""
        CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {fault} RETURN NULL; END $$;
        CREATE TRIGGER fault BEFORE {action} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION fault()
        """);

    private Task MendAsync(string table) => ExecuteAsync($"DROP TRIGGER fault ON {table}; DROP FUNCTION fault");

    private Task<object?> CountAsync(string table) =>
        table == "user_term" ? ScalarAsync("SELECT count(*) FROM user_term WHERE username LIKE 'user-%' AND $1 <> ''") : ScalarAsync($"SELECT count(*) FROM {table} WHERE realm_id = $1");

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
#pragma warning disable CA2100 // Texts of this test.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(Id);
        return await command.ExecuteScalarAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
#pragma warning disable CA2100 // Texts of this test.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
