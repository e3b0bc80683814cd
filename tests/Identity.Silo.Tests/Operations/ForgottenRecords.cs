using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Operations;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Silo.Tests.Operations;

/// <summary>What is removed goes out of everything that refers to it.</summary>
public sealed class ForgottenRecords(PostgresServer server) : IAsyncLifetime
{
    private const int Users = 1234;
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

    [Fact]
    public async Task A_role_that_everybody_has_is_taken_from_all()
    {
        await _bed.InsertUsersAsync(_realm.Id, Users);
        await Grain<IRoleGrain>("r").CreateAsync(new RoleState { Id = "r", Name = "r" });
        await Grain<IRoleGrain>("whole").CreateAsync(new RoleState { Id = "whole", Name = "whole", CompositeIds = ["kept", "r"] });
        await Grain<IRoleGrain>("part").CreateAsync(new RoleState { Id = "part", Name = "part", PartOfIds = ["r"] });
        await Grain<IGroupGrain>("group").CreateAsync(new GroupState { Id = "group", Name = "group", RoleIds = ["r", "kept"] });
        await Grain<IClientGrain>("client").CreateAsync(new ClientState { Id = "client", ClientId = "client", ScopeRoleIds = ["r"] });
        await Grain<IClientScopeGrain>("scope").CreateAsync(new ClientScopeState { Id = "scope", Name = "scope", ScopeRoleIds = ["kept", "r"] });
        var user = Grain<IUserGrain>("user-7");
        Assert.Equal(["r", "kept"], (await user.GetAsync(None))!.RoleIds);

        await Grain<IRoleGrain>("r").DeleteAsync();
        var begun = Assert.Single(await ListAsync());
        await OperationBed.FinishAsync(_bed.Second);

        Assert.Equal((OperationKinds.ForgetRole, null), (begun.Kind, begun.Finished));
        Assert.Equal(["r"], begun.Targets);
        Assert.Equal(["kept"], (await user.GetAsync(None))!.RoleIds);
        var realm = (await _bed.Second.Realms.FreshAsync("shop", None))!;
        Assert.Equal(["kept"], realm.FindRoleById("whole")!.CompositeIds);
        Assert.Empty(realm.FindRoleById("part")!.PartOfIds);
        Assert.Equal(["kept"], realm.FindGroupById("group")!.RoleIds);
        Assert.Empty(realm.FindClientById("client")!.ScopeRoleIds);
        Assert.Equal(["kept"], realm.FindScopeById("scope")!.ScopeRoleIds);
        var finished = Assert.Single(await ListAsync());
        Assert.NotNull(finished.Finished);
        Assert.Equal(Users + 5, finished.Done);
    }

    [Fact]
    public async Task Users_that_change_meanwhile_lose_nothing_but_the_role()
    {
        await _bed.InsertUsersAsync(_realm.Id, Users);
        await Grain<IRoleGrain>("r").CreateAsync(new RoleState { Id = "r", Name = "r" });
        await Grain<IRoleGrain>("r").DeleteAsync();

        var renaming = Task.WhenAll(Enumerable.Range(1, 60).Select(async number =>
        {
            var grain = Grain<IUserGrain>($"user-{number * 20}");
            for (var round = 0; round < 5; round++)
            {
                while (await grain.ReadAsync(None) is { } stored
                    && await grain.CommitAsync(new RecordChange<UserState> { ETag = stored.ETag, State = stored.State with { FirstName = $"{round}" } }) is WriteResult.Changed)
                {
                    // The operation was faster.
                }
            }
        }));
        await Task.WhenAll(OperationBed.FinishAsync(_bed.First), OperationBed.FinishAsync(_bed.Second));
        await renaming;
        await OperationBed.FinishAsync(_bed.First);

        Assert.All(await Task.WhenAll(Enumerable.Range(1, 60).Select(number => Grain<IUserGrain>($"user-{number * 20}").GetAsync(None))), user =>
        {
            Assert.Equal("4", user!.FirstName);
            Assert.Equal(["kept"], user.RoleIds);
        });
        Assert.NotNull(Assert.Single(await ListAsync()).Finished);
    }

    [Fact]
    public async Task A_group_goes_with_those_below_it_and_out_of_the_defaults()
    {
        await _bed.InsertUsersAsync(_realm.Id, 600);
        await Grain<IGroupGrain>("g").CreateAsync(new GroupState { Id = "g", Name = "g" });
        await Grain<IGroupGrain>("child").CreateAsync(new GroupState { Id = "child", Name = "child", ParentId = "g" });
        await Grain<IGroupGrain>("grandchild").CreateAsync(new GroupState { Id = "grandchild", Name = "grandchild", ParentId = "child" });
        var settings = _bed.First.Grains.GetGrain<IRealmGrain>(EntityKey.ForRealm(_realm.Id).ToString());
        await settings.UpdateAsync((await settings.GetAsync(None))! with { DefaultGroupIds = ["g", "kept"] });

        await Grain<IGroupGrain>("g").DeleteAsync();
        await OperationBed.FinishAsync(_bed.Second);

        var realm = (await _bed.Second.Realms.FreshAsync("shop", None))!;
        Assert.Empty(realm.Groups);
        Assert.Equal(["kept"], realm.Settings.DefaultGroupIds);
        Assert.Equal(["kept"], (await Grain<IUserGrain>("user-600").GetAsync(None))!.GroupIds);
    }

    [Fact]
    public async Task A_client_goes_with_its_roles_its_service_account_and_its_parts_of_sessions()
    {
        var other = _realm.Clients.First().Id;
        await Grain<IClientGrain>("app").CreateAsync(new ClientState { Id = "app", ClientId = "app" });
        await Grain<IRoleGrain>("r").CreateAsync(new RoleState { Id = "r", Name = "r", ClientId = "app" });
        await Grain<IUserGrain>("robot").CreateAsync(new UserState { Id = "robot", Username = "service-account-app", ServiceAccountClientId = "app" });
        await Grain<IUserGrain>("ann").CreateAsync(new UserState { Id = "ann", Username = "ann", RoleIds = ["r", "kept"] });
        await _bed.First.Realms.FreshAsync("shop", None);
        var alone = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", "app");
        var shared = await OperationBed.StartSessionAsync(_bed.First, _realm, "ann", other);
        await shared.AuthorizeAsync(new ClientAuthorization { ClientId = "app" });

        await Grain<IClientGrain>("app").DeleteAsync();
        await OperationBed.FinishAsync(_bed.Second);

        Assert.Null(await Grain<IUserGrain>("robot").GetAsync(None));
        Assert.Equal(["kept"], (await Grain<IUserGrain>("ann").GetAsync(None))!.RoleIds);
        Assert.Null((await _bed.Second.Realms.FreshAsync("shop", None))!.FindRoleById("r"));
        Assert.Null(await alone.ReadAsync(null, None));
        Assert.NotNull(await shared.ReadAsync(other, None));
        Assert.Equal([other], await shared.EndAsync());
    }

    [Fact]
    public async Task A_client_scope_goes_out_of_clients_and_defaults()
    {
        var scope = _realm.Settings.DefaultClientScopeIds.First(id => _realm.Clients.Any(client => client.DefaultClientScopeIds.Contains(id)));

        await Grain<IClientScopeGrain>(scope).DeleteAsync();
        await OperationBed.FinishAsync(_bed.Second);

        var realm = (await _bed.Second.Realms.FreshAsync("shop", None))!;
        Assert.DoesNotContain(scope, realm.Settings.DefaultClientScopeIds);
        Assert.Equal(_realm.Settings.DefaultClientScopeIds.Count - 1, realm.Settings.DefaultClientScopeIds.Count);
        Assert.DoesNotContain(realm.Clients, client => client.DefaultClientScopeIds.Contains(scope));
    }

    [Fact]
    public async Task What_fails_is_put_off_and_holds_up_nothing_else()
    {
        await _bed.ExecuteAsync($"INSERT INTO operation (id, realm_id, kind, started) VALUES ('strange', '{_realm.Id}', 'of a newer release', 1)");
        await Grain<IRoleGrain>("r").CreateAsync(new RoleState { Id = "r", Name = "r" });
        await Grain<IRoleGrain>("r").DeleteAsync();

        await OperationBed.FinishAsync(_bed.First);

        var operations = await ListAsync();
        Assert.NotNull(operations.Single(operation => operation.Kind == OperationKinds.ForgetRole).Finished);
        Assert.Equal(1, operations.Single(operation => operation.Id == "strange").Failures);
    }

    private Task<IReadOnlyList<OperationProgress>> ListAsync() => _bed.First.Services.GetRequiredService<IOperations>().ListAsync(_realm.Id, None);

    private TGrain Grain<TGrain>(string id)
        where TGrain : Orleans.IGrainWithStringKey => _bed.First.Grains.GetGrain<TGrain>(new EntityKey(_realm.Id, id).ToString());
}
