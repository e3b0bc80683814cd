using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>Passwords and other credentials of a user.</summary>
public class UserPasswords(GatewayServer server)
{
    [Fact]
    public async Task A_password_that_was_set_logs_in_and_the_old_one_does_not()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await CreateAsync(admin);
        var before = await admin.GetAsync($"/users/{id}/credentials");

        var set = await admin.PutAsync($"/users/{id}/reset-password", """{"type":"password","value":"pw-2","temporary":false}""");

        Assert.Equal((204, string.Empty), (set.Status, set.Body));
        Assert.Equal(400, await LogInAsync(admin, "pw-1"));
        Assert.Equal(200, await LogInAsync(admin, "pw-2"));
        var after = await admin.GetAsync($"/users/{id}/credentials");
        Assert.Equal(before.Json[0].GetProperty("id").GetString(), after.Json[0].GetProperty("id").GetString());
        Assert.DoesNotContain("secretData", after.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_temporary_password_must_be_changed_and_another_password_lifts_that()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await CreateAsync(admin);

        await admin.PutAsync($"/users/{id}/reset-password", """{"value":"pw-2","temporary":true}""");
        var temporary = await admin.GetAsync($"/users/{id}");
        await admin.PutAsync($"/users/{id}/reset-password", """{"value":"pw-3"}""");

        Assert.Equal("""["UPDATE_PASSWORD"]""", temporary.Json.GetProperty("requiredActions").GetRawText());
        Assert.Equal("[]", (await admin.GetAsync($"/users/{id}")).Json.GetProperty("requiredActions").GetRawText());
    }

    [Theory]
    [InlineData("", """{"error":"No password provided"}""")]
    [InlineData("{}", """{"error":"No password provided"}""")]
    [InlineData("""{"value":""}""", """{"error":"Empty password not allowed"}""")]
    [InlineData("""{"value":" "}""", """{"error":"Empty password not allowed"}""")]
    [InlineData("""{"value":"x"}""", """{"error":"invalidPasswordMinLengthMessage","error_description":"Invalid password: minimum length 4."}""")]
    [InlineData("""{"value":"pw-1"}""", """{"error":"invalidPasswordHistoryMessage","error_description":"Invalid password: must not be equal to any of last 2 passwords."}""")]
    public async Task A_password_that_the_policy_forbids_is_refused(string body, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => realm with { PasswordPolicy = "length(4) and passwordHistory(2)" });
        var id = await CreateAsync(admin);

        var refused = await admin.PutAsync($"/users/{id}/reset-password", body);

        Assert.Equal((400, answer), (refused.Status, refused.Body));
        Assert.Equal(200, await LogInAsync(admin, "pw-1"));
    }

    [Fact]
    public async Task A_password_may_come_again_when_enough_others_came_between()
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => realm with { PasswordPolicy = "passwordHistory(2)" });
        var id = await CreateAsync(admin);

        var statuses = new List<int>();
        foreach (var password in (string[])["pw-2", "pw-1", "pw-3", "pw-1"])
        {
            statuses.Add((await admin.PutAsync($"/users/{id}/reset-password", $$"""{"value":"{{password}}"}""")).Status);
        }

        Assert.Equal([204, 400, 204, 204], statuses);
        Assert.Equal(["password", "password-history"], (await admin.GetAsync($"/users/{id}/credentials")).Json.EnumerateArray().Select(credential => credential.GetProperty("type").GetString()!));
    }

    [Fact]
    public async Task A_password_that_is_too_old_must_be_changed_at_the_next_login()
    {
        var admin = await AdminApi.CreateAsync(server);
        await server.UpdateRealmAsync(admin.Realm, realm => realm with { PasswordPolicy = "forceExpiredPasswordChange(1)" });
        var id = await CreateAsync(admin);
        var fresh = await LogInAsync(admin, "pw-1");

        await server.UpdateUserAsync(admin.Realm, "alice", user => user with { Credentials = [.. user.Credentials.Select(credential => credential with { CreatedDate = 1 })] });

        Assert.Equal((200, 400), (fresh, await LogInAsync(admin, "pw-1")));
        Assert.Equal("""["UPDATE_PASSWORD"]""", (await admin.GetAsync($"/users/{id}")).Json.GetProperty("requiredActions").GetRawText());
    }

    [Fact]
    public async Task A_credential_is_named_and_removed()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await CreateAsync(admin);
        var path = $"/users/{id}/credentials/{(await admin.GetAsync($"/users/{id}/credentials")).Json[0].GetProperty("id").GetString()}";

        var named = await admin.SendAsync(HttpMethod.Put, $"{path}/userLabel", "my label", "text/plain");
        var quoted = await admin.PutAsync($"{path}/userLabel", "\"other label\"");
        var list = await admin.GetAsync($"/users/{id}/credentials");
        var removed = await admin.DeleteAsync(path, "{}");

        Assert.Equal((204, 204, 204), (named.Status, quoted.Status, removed.Status));
        Assert.Equal("other label", list.Json[0].GetProperty("userLabel").GetString());
        Assert.Equal("[]", (await admin.GetAsync($"/users/{id}/credentials")).Body);
        Assert.Equal((404, """{"error":"Credential not found"}"""), await StatusAsync(admin.DeleteAsync(path)));
        Assert.Equal((404, """{"error":"Credential not found"}"""), await StatusAsync(admin.PostAsync($"{path}/moveToFirst", "{}")));
    }

    [Fact]
    public async Task Credentials_are_put_in_order()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", """
            {"username":"alice","credentials":[{"type":"password","value":"pw-1"},
             {"type":"otp","secretData":"{\"value\":\"abc\"}","credentialData":"{\"subType\":\"totp\"}"}]}
            """);
        var ids = (await admin.GetAsync($"/users/{id}/credentials")).Json.EnumerateArray().Select(credential => credential.GetProperty("id").GetString()!).ToList();

        await admin.PostAsync($"/users/{id}/credentials/{ids[1]}/moveToFirst", "{}");
        var first = await admin.GetAsync($"/users/{id}/credentials");
        await admin.PostAsync($"/users/{id}/credentials/{ids[1]}/moveAfter/{ids[0]}", "{}");
        var second = await admin.GetAsync($"/users/{id}/credentials");

        Assert.Equal(ids[1], first.Json[0].GetProperty("id").GetString());
        Assert.Equal(ids[0], second.Json[0].GetProperty("id").GetString());
    }

    private static async Task<(int, string)> StatusAsync(Task<Answer> asked)
    {
        var answer = await asked;
        return (answer.Status, answer.Body);
    }

    private static Task<string> CreateAsync(AdminApi admin) => admin.CreateAsync(
        "/users", """{"username":"alice","enabled":true,"email":"a@x.org","firstName":"A","lastName":"L","credentials":[{"type":"password","value":"pw-1"}]}""");

    private Task<int> LogInAsync(AdminApi admin, string password) => server.PasswordGrantAsync(admin.Realm, "alice", password);
}
