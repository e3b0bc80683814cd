using System.Text.Json.Nodes;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Users;

/// <summary>A user from its creation to its end.</summary>
public class UserLife(GatewayServer server)
{
    private const string Alice =
        """{"username":"Alice","enabled":true,"email":"Alice@Example.org","emailVerified":true,"firstName":"Alice","lastName":"Liddell","credentials":[{"type":"password","value":"pw-1"}]}""";

    [Fact]
    public async Task A_new_user_has_what_the_request_says_and_what_every_user_has()
    {
        var admin = await AdminApi.CreateAsync(server);

        var id = await admin.CreateAsync("/users", Alice);

        var user = await admin.GetAsync($"/users/{id}");
        Assert.Equal(
            "id username firstName lastName email emailVerified enabled createdTimestamp totp disableableCredentialTypes requiredActions notBefore access", user.Keys);
        Assert.Equal((id, "alice", "alice@example.org"), (user.Text("id"), user.Text("username"), user.Text("email")));
        Assert.Equal(
            """{"manageGroupMembership":true,"resetPassword":true,"view":true,"mapRoles":true,"impersonate":true,"manage":true}""",
            user.Json.GetProperty("access").GetRawText());
        var realm = await server.RealmAsync(admin.Realm);
        Assert.Equal([realm.Settings.DefaultRoleId!], (await server.UserAsync(admin.Realm, "alice")).RoleIds);
    }

    [Theory]
    [InlineData("""{"username":"alice"}""", 409, """{"errorMessage":"User exists with same username"}""")]
    [InlineData("""{"username":"alice@example.org"}""", 409, """{"errorMessage":"User exists with same username"}""")]
    [InlineData("""{"username":"alice2","email":"ALICE@example.org"}""", 409, """{"errorMessage":"User exists with same email"}""")]
    [InlineData("{}", 400, """{"errorMessage":"User name is missing"}""")]
    [InlineData("""{"username":" "}""", 400, """{"errorMessage":"User name is missing"}""")]
    [InlineData("""{"username":"bob","groups":["/nope"]}""", 400, """{"errorMessage":"Group path does not exist: /nope"}""")]
    [InlineData("""{"username":{}}""", 400, """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    [InlineData("""{"username":"bob","credentials":[{"secretData":"x","credentialData":"{}"}]}""", 400, """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    [InlineData("""{"username":"bad","email":"not an email"}""", 400, """{"field":"email","errorMessage":"error-invalid-email","params":["email","not an email"]}""")]
    [InlineData("""{"username":"a<b>"}""", 400, """{"field":"username","errorMessage":"error-username-invalid-character","params":["username"]}""")]
    [InlineData("[]", 400, """{"error":"unknown_error","error_description":"Cannot parse the JSON"}""")]
    public async Task A_user_that_cannot_be_is_refused(string body, int status, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/users", Alice);

        var refused = await admin.PostAsync("/users", body);

        Assert.Equal((status, answer), (refused.Status, refused.Body));
    }

    [Fact]
    public async Task What_an_update_does_not_name_stays()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);

        await admin.PutAsync($"/users/{id}", """{"firstName":"Alicia","requiredActions":["UPDATE_PASSWORD","NOPE"]}""");

        var user = await admin.GetAsync($"/users/{id}");
        Assert.Equal(("Alicia", "Liddell", "alice@example.org"), (user.Text("firstName"), user.Text("lastName"), user.Text("email")));
        Assert.Equal("""["UPDATE_PASSWORD"]""", user.Json.GetProperty("requiredActions").GetRawText());
    }

    [Fact]
    public async Task An_empty_text_empties_a_field_and_attributes_replace_all_of_them()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);

        await admin.PutAsync($"/users/{id}", """{"firstName":""}""");
        var withoutName = await admin.GetAsync($"/users/{id}");
        await admin.PutAsync($"/users/{id}", """{"attributes":{},"lastName":"L"}""");

        Assert.Equal((null, "Liddell"), (withoutName.Text("firstName"), withoutName.Text("lastName")));
        var replaced = await admin.GetAsync($"/users/{id}");
        Assert.Equal((null, "L", "alice"), (replaced.Text("email"), replaced.Text("lastName"), replaced.Text("username")));
    }

    [Fact]
    public async Task Updates_made_at_once_are_all_kept()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);

        var answers = await Task.WhenAll(
            admin.PutAsync($"/users/{id}", """{"firstName":"First"}"""),
            admin.PutAsync($"/users/{id}", """{"lastName":"Last"}"""),
            admin.PutAsync($"/users/{id}", """{"emailVerified":false}"""));

        Assert.All(answers, answer => Assert.Equal((204, string.Empty), (answer.Status, answer.Body)));
        var user = await admin.GetAsync($"/users/{id}");
        Assert.Equal(("First", "Last", "False"), (user.Text("firstName"), user.Text("lastName"), user.Text("emailVerified")));
    }

    [Fact]
    public async Task Of_several_users_of_one_name_made_at_once_one_is_made()
    {
        var admin = await AdminApi.CreateAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => admin.PostAsync("/users", $$"""{"username":"twin","email":"twin{{index}}@example.org"}""")));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal((409, """{"errorMessage":"User exists with same username"}"""), (answer.Status, answer.Body)));
    }

    [Fact]
    public async Task Of_several_users_of_one_address_made_at_once_one_is_made()
    {
        var admin = await AdminApi.CreateAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => admin.PostAsync("/users", $$"""{"username":"user{{index}}","email":"one@example.org"}""")));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal((409, """{"errorMessage":"User exists with same email"}"""), (answer.Status, answer.Body)));
    }

    [Fact]
    public async Task A_removed_user_is_gone()
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);

        var removed = await admin.DeleteAsync($"/users/{id}", "{}");
        var again = await admin.DeleteAsync($"/users/{id}");

        Assert.Equal((204, string.Empty), (removed.Status, removed.Body));
        Assert.Equal((404, """{"error":"User not found"}"""), (again.Status, again.Body));
        Assert.Equal(404, (await admin.GetAsync($"/users/{id}")).Status);
        await admin.CreateAsync("/users", Alice);
    }

    [Theory]
    [InlineData("""{"email":"bob@example.org"}""", "User exists with same email")]
    [InlineData("""{"username":"bob"}""", "User exists with same username")]
    public async Task An_update_to_what_another_user_has_is_refused(string body, string message)
    {
        var admin = await AdminApi.CreateAsync(server);
        var id = await admin.CreateAsync("/users", Alice);
        await admin.CreateAsync("/users", """{"username":"bob","email":"bob@example.org"}""");

        var refused = await admin.PutAsync($"/users/{id}", body);

        Assert.Equal((409, new JsonObject { ["errorMessage"] = message }.ToJsonString()), (refused.Status, refused.Body));
    }
}
