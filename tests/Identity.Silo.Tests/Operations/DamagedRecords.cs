using Identity.Grains.Operations;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.Operations;

/// <summary>Records that were damaged keep no operation from its end.</summary>
public sealed class DamagedRecords(PostgresServer server) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly OperationBed _bed = new(server);
    private RealmSnapshot _realm = null!;

    public async ValueTask InitializeAsync()
    {
        await _bed.InitializeAsync();
        _realm = await _bed.CreateRealmAsync("shop");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _bed.DisposeAsync();
    }

    [Theory]
    [InlineData("\"r\"")]
    [InlineData("{\"r\":1}")]
    [InlineData("5")]
    public async Task A_role_is_taken_from_all_that_can_be_read(string list)
    {
        await _bed.InsertUsersAsync(_realm.Id, 3);
        await _bed.First.Grains.GetGrain<IRoleGrain>(new EntityKey(_realm.Id, "r").ToString()).CreateAsync(new RoleState { Id = "r", Name = "r" });
        await _bed.ExecuteAsync($$"""
            INSERT INTO user_group (realm_id, id, version, doc) VALUES ('{{_realm.Id}}', 'g', 1, '{"id":"g","name":"g","roleIds":{{list}}}');
            UPDATE user_account SET doc = doc || '{"roleIds":{{list}}}' WHERE realm_id = '{{_realm.Id}}' AND id = 'user-2';
            INSERT INTO role (realm_id, id, version, doc) VALUES ('{{_realm.Id}}', 'w', 1, '{"id":"w","name":"w","compositeIds":{{list}}}')
            """);

        await _bed.First.Grains.GetGrain<IRoleGrain>(new EntityKey(_realm.Id, "r").ToString()).DeleteAsync();
        await OperationBed.FinishAsync(_bed.Second);

        var done = Assert.Single(await ListAsync(), operation => operation.Kind == OperationKinds.ForgetRole);
        Assert.NotNull(done.Finished);
        Assert.Equal(0, done.Failures);
        var leftOut = (await _bed.Second.Realms.FreshAsync("shop", None))!.LeftOut;
        Assert.Equal(["role w", "user_group g"], leftOut.Select(record => record.ToString()).Order());
    }

    [Fact]
    public async Task A_clients_sessions_end_and_damaged_ones_with_them()
    {
        await _bed.ExecuteAsync($$$$"""
            INSERT INTO user_session (realm_id, id, version, doc) VALUES
                ('{{{{_realm.Id}}}}', 's1', 1, '{"id":"s1","userId":"u","username":"u","started":1,"clients":{"{{{{App}}}}":{"started":"soon"}}}'),
                ('{{{{_realm.Id}}}}', 's2', 1, '{"id":"s2","userId":"u","username":"u","started":2,"clients":{"{{{{App}}}}":{"started":1e300}}}'),
                ('{{{{_realm.Id}}}}', 's3', 1, '{"id":"s3","userId":"u","username":"u","started":3,"clients":{"{{{{App}}}}":{"started":1}}}')
            """);

        Assert.True(await _bed.First.Services.GetRequiredService<IOperations>().EndClientSessionsAsync(_realm.Id, App, null, None));
        await OperationBed.FinishAsync(_bed.Second);

        Assert.Equal(0, Assert.Single(await ListAsync()).Failures);
        Assert.Equal(1, await _bed.CountAsync("user_session", _realm.Id));
    }

    private string App => _realm.FindClient("account")!.Id;

    private Task<IReadOnlyList<OperationProgress>> ListAsync() => _bed.First.Services.GetRequiredService<IOperations>().ListAsync(null, None);
}
