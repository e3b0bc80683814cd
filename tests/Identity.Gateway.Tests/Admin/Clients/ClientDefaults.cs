using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>What a new client is whose request names its protocol.</summary>
public class ClientDefaults(GatewayServer server)
{
    [Fact]
    public async Task A_client_that_names_its_protocol_is_public_and_takes_passwords_unless_it_says_otherwise()
    {
        var admin = await AdminApi.CreateAsync(server);

        var open = await admin.GetAsync($"/clients/{await admin.CreateAsync("/clients", """{"clientId":"a","protocol":"openid-connect"}""")}");
        var closed = await admin.GetAsync($"/clients/{await admin.CreateAsync("/clients", """
            {"clientId":"b","protocol":"openid-connect","publicClient":false,"directAccessGrantsEnabled":false,"attributes":{"backchannel.logout.session.required":"false"}}
            """)}");

        Assert.Equal(("True", "True"), (open.Text("publicClient"), open.Text("directAccessGrantsEnabled")));
        Assert.Equal(
            ["backchannel.logout.revoke.offline.tokens=false", "backchannel.logout.session.required=true", "realm_client=false"],
            open.Json.GetProperty("attributes").EnumerateObject().Select(attribute => $"{attribute.Name}={attribute.Value}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain("secret ", open.Keys, StringComparison.Ordinal);
        Assert.Equal(("False", "False"), (closed.Text("publicClient"), closed.Text("directAccessGrantsEnabled")));
        Assert.Equal("false", closed.Json.GetProperty("attributes").GetProperty("backchannel.logout.session.required").GetString());
    }

    [Theory]
    [InlineData("https://a.example:8443/x", """["https://a.example:8443/x/*"]""", """["https://a.example:8443"]""")]
    [InlineData("https://a.example/", """["https://a.example/*"]""", """["https://a.example"]""")]
    public async Task A_root_address_gives_the_others(string root, string redirects, string origins)
    {
        var admin = await AdminApi.CreateAsync(server);

        var client = await admin.GetAsync($"/clients/{await admin.CreateAsync("/clients", $$"""{"protocol":"openid-connect","rootUrl":"{{root}}"}""")}");
        var without = await admin.GetAsync($"/clients/{await admin.CreateAsync("/clients", $$"""{"rootUrl":"{{root}}"}""")}");
        var own = await admin.GetAsync($"/clients/{await admin.CreateAsync("/clients", $$"""{"protocol":"openid-connect","rootUrl":"{{root}}","redirectUris":["/own"]}""")}");

        Assert.Equal((root, redirects, origins), (client.Text("adminUrl"), client.Text("redirectUris"), client.Text("webOrigins")));
        Assert.Equal("[]", without.Text("redirectUris"));
        Assert.Equal("""["/own"]""", own.Text("redirectUris"));
    }

    [Fact]
    public async Task A_client_for_password_grants_only_has_nothing_else()
    {
        var admin = await AdminApi.CreateAsync(server);

        var client = await admin.GetAsync($"/clients/{await admin.CreateAsync("/clients", """{"directGrantsOnly":true}""")}");

        Assert.Equal(("False", "True"), (client.Text("standardFlowEnabled"), client.Text("directAccessGrantsEnabled")));
    }
}
