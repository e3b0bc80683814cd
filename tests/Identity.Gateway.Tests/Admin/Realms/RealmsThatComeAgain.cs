using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>A realm that is removed and made again under its name.</summary>
public class RealmsThatComeAgain(GatewayServer server)
{
    [Fact]
    public async Task A_realm_made_again_is_managed_as_before_when_the_removed_one_has_been_cleared_away()
    {
        var admin = await AdminApi.CreateAsync(server);
        var realm = $$"""{"realm":"{{admin.Realm}}","enabled":true}""";

        Assert.Equal(204, (await admin.DeleteAsync(string.Empty)).Status);
        Assert.Equal(404, (await admin.GetAsync(string.Empty)).Status);
        Assert.Equal(201, (await admin.PostAsync("/admin/realms", realm)).Status);
        await Testing.Eventually.TrueAsync(
            async () => (await admin.GetAsync("/admin/operations")).Json.EnumerateArray()
                .All(operation => operation.TryGetProperty("finished", out _) || !operation.GetProperty("kind").GetString()!.StartsWith("forget", StringComparison.Ordinal)),
            "what the removed realm left in the master realm is cleared away");

        Assert.Equal("0", (await admin.GetAsync("/users/count")).Body);
    }
}
