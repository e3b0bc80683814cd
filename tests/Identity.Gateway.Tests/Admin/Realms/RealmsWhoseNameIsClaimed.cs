using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Realms;

/// <summary>Whoever could make the client of a realm to come could give himself what administers it.</summary>
public class RealmsWhoseNameIsClaimed(GatewayServer server)
{
    [Theory]
    [InlineData("openid-connect")]
    [InlineData("saml")]
    public async Task A_realm_is_not_made_when_a_client_of_the_master_realm_has_the_name_of_its_managing_client(string protocol)
    {
        var admin = await AdminApi.CreateAsync(server);
        var wanted = $"r{Guid.NewGuid():N}";
        var client = await admin.In("master").CreateAsync("/clients", $$"""{"clientId":"{{wanted}}-realm","protocol":"{{protocol}}"}""");

        var refused = await admin.PostAsync("/admin/realms", $$"""{"realm":"{{wanted}}"}""");

        Assert.Equal(400, refused.Status);
        Assert.Contains("was not made for it", refused.Body, StringComparison.Ordinal);
        Assert.Equal(409, (await admin.PutAsync(string.Empty, $$"""{"realm":"{{wanted}}"}""")).Status);
        Assert.Equal(404, (await admin.In(wanted).GetAsync(string.Empty)).Status);

        Assert.Equal(204, (await admin.In("master").DeleteAsync($"/clients/{client}")).Status);
        Assert.Equal(201, (await admin.PostAsync("/admin/realms", $$"""{"realm":"{{wanted}}"}""")).Status);
    }
}
