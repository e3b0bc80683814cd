using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>The user profile over the admin API.</summary>
public class ProfileDocuments(GatewayServer server)
{
    private const string Head = """{"attributes":[{"name":"username"},{"name":"email"}""";

    [Fact]
    public async Task A_profile_is_stored_and_read_again()
    {
        var admin = await AdminApi.CreateAsync(server);
        const string Profile = $$"""{{Head}},{"validations":{"length":{"max":9}},"name":"floor","permissions":{"view":["admin"],"edit":["admin"]} }],"unmanagedAttributePolicy":"ADMIN_EDIT"}""";

        var stored = await admin.PutAsync("/users/profile", Profile);

        const string Expected = """
            {"attributes":[{"name":"username","multivalued":false},{"name":"email","multivalued":false},{"name":"floor","validations":{"length":{"max":9}},"permissions":{"view":["admin"],"edit":["admin"]},"multivalued":false}],"groups":[],"unmanagedAttributePolicy":"ADMIN_EDIT"}
            """;
        Assert.Equal((200, Expected.Trim()), (stored.Status, stored.Body));
        Assert.Equal(stored.Body, (await admin.GetAsync("/users/profile")).Body);
        var floor = (await admin.GetAsync("/users/profile/metadata")).Json.GetProperty("attributes").EnumerateArray().Last();
        Assert.Equal("""{"length":{"max":9,"ignore.empty.value":true},"multivalued":{"max":"1"}}""", floor.GetProperty("validators").GetRawText());
    }

    [Fact]
    public async Task No_document_restores_the_first_one()
    {
        var admin = await AdminApi.CreateAsync(server);
        var first = (await admin.GetAsync("/users/profile")).Body;
        await admin.PutAsync("/users/profile", $"{Head}]}}");

        var restored = await admin.PutAsync("/users/profile", "null");

        Assert.Equal((200, first), (restored.Status, restored.Body));
        Assert.Equal(first, (await admin.GetAsync("/users/profile")).Body);
    }

    [Theory]
    [InlineData("""{"attributes":[]}""", "[The attribute 'username' can not be removed, The attribute 'email' can not be removed]")]
    [InlineData(Head + """,{"name":"a","group":"b"}]}""", "[Attribute 'a' references unknown group 'b']")]
    [InlineData(Head + """,{"name":"a","required":{"scopes":["b"]}}]}""", "['required.scopes' configuration for attribute 'a' contains unsupported scope 'b']")]
    [InlineData(Head + """,{"name":"a","validations":{"b":{}}}]}""", "[Validator 'b' defined for attribute 'a' doesn't exist]")]
    [InlineData(Head + """],"groups":[{}]}""", "[Name is mandatory for groups, found 1 group(s) without name.]")]
    public async Task A_profile_that_cannot_work_is_refused(string profile, string message)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.PutAsync("/users/profile", profile);

        Assert.Equal((400, message), (refused.Status, refused.Text("errorMessage")));
    }
}
