using Identity.Gateway.Tests.Fixtures;
using Npgsql;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>A realm whose stored settings are damaged answers 503; it is listed, can be mended and removed, and the others go on.</summary>
public class RealmsThatCannotBeRead(GatewayServer server)
{
    [Fact]
    public async Task Alone_are_not_served_and_can_be_removed()
    {
        var admin = await AdminApi.CreateAsync(server);
        var other = await AdminApi.CreateAsync(server);
        await DamageAsync(admin.Realm, """{"accessTokenLifespan":"x","keys":[5]}""");

        Assert.Equal(503, (await admin.GetAsync("/users")).Status);
        Assert.Equal(503, await DiscoveryAsync(admin.Realm));
        Assert.Equal(200, await DiscoveryAsync(other.Realm));
        Assert.Contains(admin.Realm, (await admin.GetAsync("/admin/realms")).Body, StringComparison.Ordinal);
        Assert.Equal(204, (await admin.DeleteAsync(string.Empty)).Status);
        Assert.Equal(404, (await admin.GetAsync(string.Empty)).Status);
        Assert.Equal(200, await DiscoveryAsync(other.Realm));
    }

    [Fact]
    public async Task Are_mended_by_a_change_of_their_settings()
    {
        var admin = await AdminApi.CreateAsync(server);
        await DamageAsync(admin.Realm, """{"accessTokenLifespan":"x"}""");
        Assert.Equal(503, (await admin.GetAsync(string.Empty)).Status);

        Assert.Equal(204, (await admin.PutAsync(string.Empty, """{"accessTokenLifespan":77}""")).Status);

        Assert.Equal("77", (await admin.GetAsync(string.Empty)).Text("accessTokenLifespan"));
        Assert.Equal(200, await DiscoveryAsync(admin.Realm));
    }

    private async Task<int> DiscoveryAsync(string realm) =>
        (await Answer.OfAsync(await server.Http.GetAsync($"{server.BaseUrl}/realms/{realm}/.well-known/openid-configuration"))).Status;

    private async Task DamageAsync(string realm, string fields)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand("UPDATE realm SET version = random_version(), doc = doc || $2::jsonb WHERE name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = realm });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fields });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        await Identity.Testing.Eventually.TrueAsync(async () => await DiscoveryAsync(realm) == 503, "the damage is seen");
    }
}
