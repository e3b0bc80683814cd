using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Silo.Tests.Storage;

public class UniqueValues(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _realm = Sample.Id();

    [Fact]
    public async Task A_realm_name_is_taken_once()
    {
        var first = Sample.Realm();
        await fixture.InsertAsync(StateNames.Realm, first.Id, first.Id, first);
        var second = Sample.Realm(first.Realm);

        await RefusedAsync("realm_name", () => fixture.InsertAsync<RealmState>(StateNames.Realm, second.Id, second.Id, second));
    }

    [Fact]
    public async Task A_client_id_is_taken_once_in_its_realm()
    {
        await fixture.InsertAsync(StateNames.Client, _realm, "1", Sample.Client("app"));
        await fixture.InsertAsync(StateNames.Client, Sample.Id(), "1", Sample.Client("app"));

        await RefusedAsync("client_client_id", () => fixture.InsertAsync<ClientState>(StateNames.Client, _realm, "2", Sample.Client("app")));
    }

    [Fact]
    public async Task A_scope_name_is_taken_once_in_its_realm()
    {
        var scope = new ClientScopeState { Id = "1", Name = "email" };
        await fixture.InsertAsync(StateNames.ClientScope, _realm, "1", scope);

        await RefusedAsync("client_scope_name", () => fixture.InsertAsync(StateNames.ClientScope, _realm, "2", scope));
    }

    [Fact]
    public async Task A_role_name_is_taken_once_in_its_container()
    {
        var role = new RoleState { Id = "1", Name = "admin" };
        await fixture.InsertAsync(StateNames.Role, _realm, "1", role);
        await fixture.InsertAsync(StateNames.Role, _realm, "2", role with { ClientId = "a" });
        await fixture.InsertAsync(StateNames.Role, _realm, "3", role with { ClientId = "b" });

        await RefusedAsync("role_name", () => fixture.InsertAsync(StateNames.Role, _realm, "4", role));
        await RefusedAsync("role_name", () => fixture.InsertAsync(StateNames.Role, _realm, "5", role with { ClientId = "a" }));
    }

    [Fact]
    public async Task A_group_name_is_taken_once_among_its_siblings()
    {
        var group = new GroupState { Id = "1", Name = "staff" };
        await fixture.InsertAsync(StateNames.Group, _realm, "1", group);
        await fixture.InsertAsync(StateNames.Group, _realm, "2", group with { ParentId = "1" });

        await RefusedAsync("user_group_name", () => fixture.InsertAsync(StateNames.Group, _realm, "3", group));
        await RefusedAsync("user_group_name", () => fixture.InsertAsync(StateNames.Group, _realm, "4", group with { ParentId = "1" }));
    }

    [Fact]
    public async Task A_user_name_is_taken_once_also_by_a_rename()
    {
        await fixture.InsertAsync(StateNames.User, _realm, "1", Sample.User("ann"));
        var ben = await fixture.InsertAsync(StateNames.User, _realm, "2", Sample.User("ben"));
        var before = ben.ETag;
        ben.State = ben.State! with { Username = "ann" };

        await RefusedAsync("user_account_username", () => fixture.InsertAsync<UserState>(StateNames.User, _realm, "3", Sample.User("ann")));
        await RefusedAsync("user_account_username", () => ben.WriteAsync(fixture.Storage, StateNames.User, Sample.Key(_realm, "2")));

        var stored = await fixture.ReadAsync<UserState>(StateNames.User, Sample.Key(_realm, "2"));
        Assert.Equal("ben", stored.State!.Username);
        Assert.Equal(before, stored.ETag);
    }

    [Fact]
    public async Task An_email_is_taken_once_where_emails_are_unique()
    {
        await fixture.InsertAsync(StateNames.User, _realm, "1", Sample.User() with { Email = "x@example.org" });
        await fixture.InsertAsync(StateNames.User, _realm, "2", Sample.User() with { Email = "x@example.org", EmailUnique = false });
        await fixture.InsertAsync(StateNames.User, _realm, "3", Sample.User());
        await fixture.InsertAsync(StateNames.User, _realm, "4", Sample.User());

        await RefusedAsync(
            "user_account_email",
            () => fixture.InsertAsync<UserState>(StateNames.User, _realm, "5", Sample.User() with { Email = "x@example.org" }));
    }

    [Fact]
    public async Task A_client_has_one_service_account()
    {
        await fixture.InsertAsync(StateNames.User, _realm, "1", Sample.User() with { ServiceAccountClientId = "c" });

        await RefusedAsync(
            "user_account_service_account",
            () => fixture.InsertAsync<UserState>(StateNames.User, _realm, "2", Sample.User() with { ServiceAccountClientId = "c" }));
    }

    private static async Task RefusedAsync(string index, Func<Task> write) =>
        Assert.Equal(index, (await Assert.ThrowsAsync<DuplicateKeyException>(write)).Index);
}
