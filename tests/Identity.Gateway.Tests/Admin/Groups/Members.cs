using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Groups;

/// <summary>Who is in a group and who has a role.</summary>
public class Members(GatewayServer server)
{
    [Fact]
    public async Task Members_and_holders_come_in_pages()
    {
        var admin = await AdminApi.CreateAsync(server);
        var group = await admin.CreateAsync("/groups", """{"name":"g"}""");
        await admin.CreateAsync("/roles", """{"name":"clerk"}""");
        var role = await admin.GetAsync("/roles/clerk");
        foreach (var name in (string[])["alice", "bob", "carol"])
        {
            var user = await admin.CreateAsync("/users", $$"""{"username":"{{name}}","enabled":true,"attributes":{"floor":["1"]} }""");
            Assert.Equal(204, (await admin.PutAsync($"/users/{user}/groups/{group}", "{}")).Status);
            Assert.Equal(204, (await admin.PostAsync($"/users/{user}/role-mappings/realm", $"[{role.Body}]")).Status);
        }

        Assert.Equal("alice bob carol", (await admin.GetAsync($"/groups/{group}/members")).Names("username"));
        Assert.Equal("bob", (await admin.GetAsync($"/groups/{group}/members?first=1&max=1&briefRepresentation=true")).Names("username"));
        Assert.Equal("alice bob", (await admin.GetAsync("/roles/clerk/users?max=2")).Names("username"));
        Assert.Equal(3, (await admin.GetAsync("/roles/clerk/users?max=-1")).Json.GetArrayLength());
        Assert.Equal(
            "id username emailVerified enabled createdTimestamp totp disableableCredentialTypes requiredActions notBefore",
            string.Join(' ', (await admin.GetAsync($"/groups/{group}/members")).Json[0].EnumerateObject().Select(field => field.Name)));
        Assert.Equal((404, 404), ((await admin.GetAsync("/groups/nope/members")).Status, (await admin.GetAsync("/roles/nope/users")).Status));
    }
}
