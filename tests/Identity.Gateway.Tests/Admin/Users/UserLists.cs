using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>Lists, counts and searches of users.</summary>
public class UserLists(GatewayServer server)
{
    [Fact]
    public async Task Users_are_found_by_what_a_request_says_of_them()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.PutAsync("/users/profile", """{"attributes":[{"name":"username"},{"name":"email"},{"name":"firstName","permissions":{"view":["admin"],"edit":["admin"]}},{"name":"lastName","permissions":{"view":["admin"],"edit":["admin"]}}],"unmanagedAttributePolicy":"ENABLED"}""");
        await admin.CreateAsync("/users", """{"username":"alice","enabled":true,"email":"alice@example.org","emailVerified":true,"firstName":"Alice","lastName":"Liddell","attributes":{"floor":["2"]}}""");
        await admin.CreateAsync("/users", """{"username":"attr"}""");
        await admin.CreateAsync("/users", """{"username":"bob","firstName":"Bob"}""");

        foreach (var (query, names) in ((string, string)[])
        [
            ("", "alice attr bob"), ("search=lid", "alice"), ("search=*ob*", "bob"), ("search=nobody", ""), ("username=a", "alice attr"), ("username=a&exact=true", ""),
            ("email=alice@example.org&exact=true", "alice"), ("first=1&max=1", "attr"), ("max=0", ""), ("max=-1", "alice attr bob"), ("enabled=true", "alice"),
            ("emailVerified=true", "alice"), ("q=floor:2", "alice"), ("q=floor:3", ""), ("q=firstName:Bob", "bob"), ("lastName=lidd", "alice"),
        ])
        {
            var list = await admin.GetAsync($"/users/?briefRepresentation=true&{query}");
            Assert.True(list.Status == 200, $"{query}: {list.Status} {list.Body}");
            Assert.Equal($"{query}: {names}", $"{query}: {string.Join(' ', list.Json.EnumerateArray().Select(user => user.GetProperty("username").GetString()))}");
        }

        Assert.Equal("3", (await admin.GetAsync("/users/count")).Body);
        Assert.Equal("2", (await admin.GetAsync("/users/count?search=a&max=1")).Body);
        Assert.Equal((404, """{"error":"HTTP 404 Not Found"}"""), Pair(await admin.GetAsync("/users?first=x")));
        var brief = (await admin.GetAsync("/users?search=alice&briefRepresentation=true")).Json[0];
        Assert.Equal("id username firstName lastName email emailVerified enabled createdTimestamp access", string.Join(' ', brief.EnumerateObject().Select(field => field.Name)));
    }

    [Fact]
    public async Task The_consoles_list_tells_of_wrong_passwords()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await CreateAsync(admin);
        await server.PasswordGrantAsync(admin.Realm, "alice", "wrong");

        var list = await admin.GetAsync("/ui-ext/brute-force-user?briefRepresentation=true&q=");
        var status = await admin.GetAsync($"/attack-detection/brute-force/users/{id}");

        Assert.Equal(1, list.Json[0].GetProperty("bruteForceStatus").GetProperty("numFailures").GetInt32());
        Assert.Equal("failedLoginNotBefore numFailures numTemporaryLockouts disabled numSecondaryAuthFailures lastIPFailure lastFailure", status.Keys);
        Assert.Equal("""{"userProfileProvidersEnabled":false}""", (await admin.GetAsync("/ui-ext/info")).Body);
    }

    [Fact]
    public async Task A_user_locked_for_good_shows_as_disabled_until_an_administrator_enables_it()
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => realm with { BruteForceProtected = true, PermanentLockout = true, FailureFactor = 1 });
        var id = await CreateAsync(admin);
        await server.PasswordGrantAsync(admin.Realm, "alice", "wrong");
        var locked = await admin.GetAsync($"/users/{id}");
        var status = await admin.GetAsync($"/attack-detection/brute-force/users/{id}");

        await admin.PutAsync($"/users/{id}", """{"enabled":true}""");

        Assert.Equal(("False", "True"), (locked.Text("enabled"), status.Text("disabled")));
        Assert.Equal("True", (await admin.GetAsync($"/users/{id}")).Text("enabled"));
        Assert.Equal(200, await server.PasswordGrantAsync(admin.Realm, "alice", "pw-1"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Forgotten_failures_no_longer_lock(bool all)
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => realm with { BruteForceProtected = true, PermanentLockout = true, FailureFactor = 1 });
        var id = await CreateAsync(admin);
        await server.PasswordGrantAsync(admin.Realm, "alice", "wrong");

        var cleared = await admin.DeleteAsync(all ? "/attack-detection/brute-force/users" : $"/attack-detection/brute-force/users/{id}", "{}");

        Assert.Equal((204, string.Empty), Pair(cleared));
        Assert.Equal("""{"failedLoginNotBefore":0,"numFailures":0,"numTemporaryLockouts":0,"disabled":false,"numSecondaryAuthFailures":0,"lastIPFailure":"n/a","lastFailure":0}""",
            (await admin.GetAsync($"/attack-detection/brute-force/users/{id}")).Body);
        Assert.Equal(200, await server.PasswordGrantAsync(admin.Realm, "alice", "pw-1"));
    }

    private static (int, string) Pair(Answer answer) => (answer.Status, answer.Body);

    private static Task<string> CreateAsync(AdminApi admin) => admin.CreateAsync(
        "/users", """{"username":"alice","enabled":true,"email":"a@x.org","firstName":"A","lastName":"L","credentials":[{"type":"password","value":"pw-1"}]}""");
}
