using Identity.Grains.Clients;
using Identity.Grains.Roles;
using Identity.Grains.Storage;
using Identity.Grains.Tests.Passwords;
using Identity.Grains.Tokens;
using Identity.Grains.Users;
using Identity.Testing;

namespace Identity.Grains.Tests.Users;

public class SimpleRecords(PostgresServer server)
{
    [Fact]
    public async Task A_record_is_created_once_replaced_and_removed()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var role = new RoleState { Id = "r1", Name = "clerk" };
        var (here, there) = (pods.Grain<IRoleGrain>(0, role.Id), pods.Grain<IRoleGrain>(1, role.Id));

        Assert.IsType<WriteResult.NotFound>(await here.UpdateAsync(role));
        Assert.Null(await there.GetAsync(CancellationToken.None));
        Assert.IsType<WriteResult.Saved>(await here.CreateAsync(role));
        Assert.Equal("id", Assert.IsType<WriteResult.Duplicate>(await there.CreateAsync(role)).Index);
        Assert.IsType<WriteResult.Saved>(await there.UpdateAsync(role with { Description = "clerks" }));
        Assert.Equal("clerks", (await here.GetAsync(CancellationToken.None))!.Description);
        Assert.IsType<WriteResult.Saved>(await here.DeleteAsync());
        Assert.IsType<WriteResult.Saved>(await here.DeleteAsync());
        Assert.Null(await there.GetAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_taken_value_is_refused_and_leaves_the_record_as_it_was()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var (first, second) = (pods.Grain<IClientGrain>(0, "c1"), pods.Grain<IClientGrain>(1, "c2"));
        await first.CreateAsync(new ClientState { Id = "c1", ClientId = "app" });

        Assert.Equal("client_client_id", Assert.IsType<WriteResult.Duplicate>(await second.CreateAsync(new ClientState { Id = "c2", ClientId = "app" })).Index);
        Assert.Null(await second.GetAsync(CancellationToken.None));

        await second.CreateAsync(new ClientState { Id = "c2", ClientId = "api" });
        Assert.IsType<WriteResult.Duplicate>(await second.UpdateAsync(new ClientState { Id = "c2", ClientId = "app" }));
        Assert.Equal("api", (await second.GetAsync(CancellationToken.None))!.ClientId);
    }

    [Fact]
    public async Task Names_and_emails_are_unique_whatever_their_case()
    {
        await using var pods = await LoginPods.StartAsync(server);

        var name = await pods.User(1, "u2").CreateAsync(new UserState { Id = "u2", Username = "ALICE" });
        var email = await pods.User(1, "u3").CreateAsync(new UserState { Id = "u3", Username = "bob", Email = "alice@EXAMPLE.org" });

        Assert.Equal("user_account_username", Assert.IsType<WriteResult.Duplicate>(name).Index);
        Assert.Equal("user_account_email", Assert.IsType<WriteResult.Duplicate>(email).Index);
    }

    [Fact]
    public async Task An_update_keeps_the_failures()
    {
        await using var pods = await LoginPods.StartAsync(server);
        await pods.User(0).RecordFailureAsync(new PasswordFailure());
        var alice = (await pods.User(1).GetAsync(CancellationToken.None))!;

        await pods.User(1).UpdateAsync(alice with { FirstName = "Alice", Failures = null });

        Assert.Equal(1, (await pods.FailuresAsync(0))!.Count);
    }

    [Fact]
    public async Task A_revoked_token_is_revoked_on_every_pod()
    {
        await using var pods = await LoginPods.StartAsync(server);
        var (here, there) = (pods.Grain<IRevokedTokenGrain>(0, "jti"), pods.Grain<IRevokedTokenGrain>(1, "jti"));
        Assert.False(await there.IsRevokedAsync(CancellationToken.None));

        await here.RevokeAsync(2_000_000_000);
        await there.RevokeAsync(1_000_000_000);

        Assert.True(await there.IsRevokedAsync(CancellationToken.None));
        Assert.True(await here.IsRevokedAsync(CancellationToken.None));
    }
}
