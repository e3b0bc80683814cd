using System.Text.Json.Nodes;
using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Identity.Grains.Tests.Realms;

/// <summary>Whatever has become of the stored records of one realm, the others are served.</summary>
public sealed class DamagedRealms(PostgresServer server)
{
    private static readonly string[] Tables = ["realm", "client", "client_scope", "role", "user_group"];
    private static readonly string?[] Wrong = ["null", "true", "-1", "1e300", "\"\"", "\"x\"", "[]", "[null]", "[[1]]", "[{}]", "{}", """{"a":null}""", """{"a":[null]}"""];

    [Fact]
    public async Task Each_field_of_each_record_can_be_anything()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        await CreateAsync(host, "sound");
        var victim = await CreateAsync(host, "victim");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var tried = 0;
        foreach (var table in Tables)
        {
            foreach (var (id, document) in (await RowsAsync(source, table, victim)).Take(2))
            {
                foreach (var damaged in Damages(document))
                {
                    if (await TryStoreAsync(source, table, victim, id, damaged))
                    {
                        tried++;
                        await LookAsync(host, damaged);
                    }
                }

                Assert.True(await TryStoreAsync(source, table, victim, id, document.ToJsonString()));
            }
        }

        Assert.True(tried > 1000, $"{tried} damages were tried");
        Assert.NotNull(await host.Realms.FreshAsync("victim", default));
        Assert.NotNull(await host.Realms.FreshAsync("sound", default));
    }

    [Fact]
    public async Task A_pod_that_starts_serves_the_others_and_removes_the_damaged_one()
    {
        await using var database = await server.CreateDatabaseAsync();
        string victim;
        await using (var first = await GrainHost.StartAsync(database))
        {
            await CreateAsync(first, "sound");
            victim = await CreateAsync(first, "victim");
        }

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        Assert.True(await TryStoreAsync(source, "realm", victim, victim, $$"""{"realm":"victim","id":"{{victim}}","keys":5,"enabled":true}"""));
        await using var host = await GrainHost.StartAsync(database);

        Assert.NotNull(await host.Realms.FindAsync("sound", default));
        await Assert.ThrowsAsync<UnreadableRecordException>(async () => await host.Realms.FindAsync("victim", default));
        Assert.True(await host.Services.GetRequiredService<RealmCreation>().RemoveAsync("victim", default));
        Assert.Null(await host.Realms.FreshAsync("victim", default));
    }

    [Fact]
    public async Task Cycles_of_roles_and_groups_end()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var host = await GrainHost.StartAsync(database);
        var victim = await CreateAsync(host, "victim");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var roles = (await RowsAsync(source, "role", victim)).Select(row => row.Id).ToList();
        foreach (var (id, document) in await RowsAsync(source, "role", victim))
        {
            document["compositeIds"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]);
            document["partOfIds"] = document["compositeIds"]!.DeepClone();
            Assert.True(await TryStoreAsync(source, "role", victim, id, document.ToJsonString()));
        }

        var realm = (await host.Realms.FreshAsync("victim", default))!;

        Assert.Equal(roles.Count, realm.ExpandRoles([roles[0]]).Count);
    }

    private static async Task LookAsync(GrainHost host, string damaged)
    {
        try
        {
            if (await host.Realms.FreshAsync("victim", default) is { } realm)
            {
                Jwks.Write(realm.Keys);
                realm.ExpandRoles(realm.Roles.Select(role => role.Id));
                Assert.All(realm.Groups, group => realm.GroupPath(group.Id));
            }
        }
        catch (UnreadableRecordException)
        {
            // It alone is not served.
        }
        catch (Exception exception)
        {
            Assert.Fail($"{exception.GetType().Name}: {exception.Message} for {damaged}");
        }

        Assert.NotNull(await host.Realms.FindAsync("sound", default));
    }

    // Each field, also of the first key, is missing or another thing.
    private static IEnumerable<string> Damages(JsonObject document)
    {
        foreach (var field in document.Select(entry => entry.Key).ToList())
        {
            foreach (var value in Wrong.Append(null))
            {
                yield return With(document, copy => Set(copy, field, value));
            }
        }

        foreach (var field in (document["keys"]?[0] as JsonObject ?? []).Select(entry => entry.Key).ToList())
        {
            foreach (var value in Wrong.Append(null).Append("\"ES256\"").Append("\"PS256\""))
            {
                yield return With(document, copy => Set((JsonObject)copy["keys"]![0]!, field, value));
            }
        }

        if (document["keys"] is JsonArray)
        {
            yield return With(document, copy => copy["keys"]!.AsArray().Add(copy["keys"]![0]!.DeepClone()));
        }
    }

    private static void Set(JsonObject target, string field, string? value)
    {
        target.Remove(field);
        if (value is not null)
        {
            target[field] = JsonNode.Parse(value);
        }
    }

    private static string With(JsonObject document, Action<JsonObject> change)
    {
        var copy = (JsonObject)document.DeepClone();
        change(copy);
        return copy.ToJsonString();
    }

    private static async Task<List<(string Id, JsonObject Document)>> RowsAsync(NpgsqlDataSource source, string table, string realmId)
    {
        await using var command = source.CreateCommand($"SELECT id, doc::text FROM {table} WHERE realm_id = '{realmId}' ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, JsonObject)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), (JsonObject)JsonNode.Parse(reader.GetString(1))!));
        }

        return rows;
    }

    // False where the database itself refuses it.
    private static async Task<bool> TryStoreAsync(NpgsqlDataSource source, string table, string realmId, string id, string document)
    {
        await using var command = source.CreateCommand($"UPDATE {table} SET version = random_version(), doc = $3::jsonb WHERE realm_id = $1 AND id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realmId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = document });
        try
        {
            return await command.ExecuteNonQueryAsync() == 1;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    private static async Task<string> CreateAsync(GrainHost host, string name)
    {
        await host.Services.GetRequiredService<RealmCreation>().CreateAsync(name, default);
        return (await host.Realms.FindAsync(name, default))!.Id;
    }
}
