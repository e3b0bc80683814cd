using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.ProtocolMappers;

/// <summary>Protocol mappers of clients and client scopes over the admin API.</summary>
public class MapperRecords(GatewayServer server)
{
    [Theory]
    [InlineData("/clients", """{"clientId":"owner"}""")]
    [InlineData("/client-scopes", """{"name":"owner","protocol":"openid-connect"}""")]
    public async Task A_mapper_is_added_read_changed_and_removed(string owners, string owner)
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"{owners}/{await admin.CreateAsync(owners, owner)}/protocol-mappers";

        var id = await admin.CreateAsync($"{path}/models", """{"name":"a","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper","config":{"access.token.claim":"true","empty":""}}""");
        var read = await admin.GetAsync($"{path}/models/{id}");
        var changed = await admin.PutAsync($"{path}/models/{id}", $$$"""{"id":"{{{id}}}","name":"renamed","protocol":"openid-connect","protocolMapper":"oidc-acr-mapper","config":{"z":"1"}}""");
        var again = await admin.GetAsync($"{path}/models/{id}");
        var removed = await admin.DeleteAsync($"{path}/models/{id}", "{}");

        Assert.Equal($$$"""{"id":"{{{id}}}","name":"a","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper","consentRequired":false,"config":{"access.token.claim":"true"}}""", read.Body);
        Assert.Equal(204, changed.Status);
        Assert.Equal($$$"""{"id":"{{{id}}}","name":"a","protocol":"openid-connect","protocolMapper":"oidc-acr-mapper","consentRequired":false,"config":{"z":"1"}}""", again.Body);
        Assert.Equal(204, removed.Status);
        Assert.Equal((404, "Model not found"), Refusal(await admin.GetAsync($"{path}/models/{id}")));
        Assert.Equal("[]", (await admin.GetAsync($"{path}/models")).Body);
    }

    [Fact]
    public async Task A_mapper_of_an_unknown_type_or_a_taken_name_is_refused()
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"owner"}""")}/protocol-mappers";
        await admin.CreateAsync($"{path}/models", """{"name":"a","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"}""");

        Assert.Equal((404, "ProtocolMapper provider not found"), Refusal(await admin.PostAsync($"{path}/models", "{}")));
        Assert.Equal((404, "ProtocolMapper provider not found"), Refusal(await admin.PostAsync($"{path}/models", """{"name":"b","protocol":"openid-connect","protocolMapper":"nope"}""")));
        var taken = await admin.PostAsync($"{path}/models", """{"name":"a","protocol":"openid-connect","protocolMapper":"oidc-acr-mapper"}""");
        Assert.Equal((409, """{"errorMessage":"Protocol mapper exists with same name"}"""), (taken.Status, taken.Body));
        var pairwise = await admin.PostAsync($"{path}/models", """{"name":"p","protocol":"openid-connect","protocolMapper":"oidc-sha256-pairwise-sub-mapper"}""");
        Assert.Equal((400, "Client redirect URIs must contain a valid host component."), Refusal(pairwise));
        var sector = await admin.PostAsync($"{path}/models", """{"name":"p","protocol":"openid-connect","protocolMapper":"oidc-sha256-pairwise-sub-mapper","config":{"sectorIdentifierUri":"nope"}}""");
        Assert.Equal((400, "Malformed Sector Identifier URI."), (sector.Status, sector.Description));
    }

    [Fact]
    public async Task Several_mappers_are_added_all_or_none()
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"owner"}""")}/protocol-mappers";

        var added = await admin.PostAsync($"{path}/add-models", """[{"name":"a","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"},{"name":"b","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"}]""");
        var refused = await admin.PostAsync($"{path}/add-models", """[{"name":"c","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"},{"name":"b","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"}]""");

        Assert.Equal(204, added.Status);
        Assert.Equal((409, "Protocol mapper name must be unique per protocol"), (refused.Status, refused.Description));
        Assert.Equal(2, (await admin.GetAsync($"{path}/protocol/openid-connect")).Json.GetArrayLength());
        Assert.Equal("[]", (await admin.GetAsync($"{path}/protocol/saml")).Body);
    }

    [Fact]
    public async Task Mappers_added_at_once_are_all_kept()
    {
        var admin = await AdminApi.CreateAsync(server);
        var path = $"/clients/{await admin.CreateAsync("/clients", """{"clientId":"busy"}""")}/protocol-mappers/models";

        await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            admin.CreateAsync(path, $$"""{"name":"m{{number}}","protocol":"openid-connect","protocolMapper":"oidc-sub-mapper"}""")));

        Assert.Equal(6, (await admin.GetAsync(path)).Json.GetArrayLength());
    }

    private static (int, string?) Refusal(Answer answer) => (answer.Status, answer.Error);
}
