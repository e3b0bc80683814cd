using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Authentication;

/// <summary>Required actions over the admin API.</summary>
public class RequiredActions(GatewayServer server)
{
    private const string Path = "/authentication/required-actions";

    [Fact]
    public async Task What_logins_carry_out_can_be_switched_and_nothing_else_on()
    {
        var admin = await AdminApi.CreateAsync(server);

        var terms = await admin.PutAsync($"{Path}/TERMS_AND_CONDITIONS", """{"alias":"TERMS_AND_CONDITIONS","name":"Terms","enabled":true,"defaultAction":true,"priority":20}""");
        var passkeys = await admin.PutAsync($"{Path}/webauthn-register", """{"alias":"webauthn-register","enabled":true}""");

        Assert.Equal((204, 400), (terms.Status, passkeys.Status));
        Assert.Equal("The required action webauthn-register cannot be enabled: this server does not carry it out.", passkeys.Text("errorMessage"));
        Assert.Equal(
            """{"alias":"TERMS_AND_CONDITIONS","name":"Terms","providerId":"TERMS_AND_CONDITIONS","enabled":true,"defaultAction":true,"priority":20,"config":{}}""",
            (await admin.GetAsync($"{Path}/TERMS_AND_CONDITIONS")).Body);
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("-2147483649")]
    [InlineData("9223372036854775807")]
    public async Task A_priority_that_does_not_fit_is_refused_and_changes_nothing(string priority)
    {
        var admin = await AdminApi.CreateAsync(server);
        var before = (await admin.GetAsync($"{Path}/UPDATE_PASSWORD")).Body;
        await admin.CreateAsync("/authentication/flows", """{"alias":"own","providerId":"basic-flow","topLevel":true,"builtIn":false}""");
        var step = await admin.CreateAsync("/authentication/flows/own/executions/execution", """{"provider":"auth-cookie"}""");

        var ofAction = await admin.PutAsync($"{Path}/UPDATE_PASSWORD", $$"""{"alias":"UPDATE_PASSWORD","name":"x","enabled":true,"priority":{{priority}}}""");
        var ofStep = await admin.PutAsync("/authentication/flows/own/executions", $$"""{"id":"{{step}}","requirement":"ALTERNATIVE","priority":{{priority}}}""");

        Assert.Equal((400, 400), (ofAction.Status, ofStep.Status));
        Assert.Equal(before, (await admin.GetAsync($"{Path}/UPDATE_PASSWORD")).Body);
    }

    [Fact]
    public async Task An_action_is_removed_and_added_again()
    {
        var admin = await AdminApi.CreateAsync(server);

        Assert.Equal(204, (await admin.DeleteAsync($"{Path}/UPDATE_PROFILE")).Status);
        Assert.Equal("""[{"providerId":"UPDATE_PROFILE","name":"Update Profile"}]""", (await admin.GetAsync("/authentication/unregistered-required-actions")).Body);
        Assert.Equal(204, (await admin.PostAsync("/authentication/register-required-action", """{"providerId":"UPDATE_PROFILE","name":"Mine","alias":"other","enabled":false}""")).Status);
        Assert.Equal("[]", (await admin.GetAsync("/authentication/unregistered-required-actions")).Body);
        Assert.Equal(1001, (await admin.GetAsync($"{Path}/UPDATE_PROFILE")).Json.GetProperty("priority").GetInt32());
        var again = await admin.PostAsync("/authentication/register-required-action", """{"providerId":"UPDATE_PROFILE","name":"Mine"}""");
        Assert.Equal((409, """{"error":"conflict","error_description":"A Required Action Provider with given alias already exists."}"""), (again.Status, again.Body));
    }

    [Fact]
    public async Task Actions_change_places()
    {
        var admin = await AdminApi.CreateAsync(server);

        await admin.PostAsync($"{Path}/UPDATE_PASSWORD/raise-priority", "{}");
        var raised = (await admin.GetAsync($"{Path}/UPDATE_PASSWORD")).Json.GetProperty("priority").GetInt32();
        await admin.PostAsync($"{Path}/UPDATE_PASSWORD/lower-priority", "{}");

        Assert.Equal(54, raised);
        Assert.Equal(57, (await admin.GetAsync($"{Path}/UPDATE_PASSWORD")).Json.GetProperty("priority").GetInt32());
    }

    [Fact]
    public async Task Settings_are_checked_kept_and_reset()
    {
        var admin = await AdminApi.CreateAsync(server);

        var wrong = await admin.PutAsync($"{Path}/UPDATE_PASSWORD/config", """{"config":{"max_auth_age":"x"}}""");
        var right = await admin.PutAsync($"{Path}/UPDATE_PASSWORD/config", """{"config":{"max_auth_age":"301"}}""");

        Assert.Equal((400, """{"field":"max_auth_age","errorMessage":"error-invalid-value","params":["max_auth_age"]}"""), (wrong.Status, wrong.Body));
        Assert.Equal(204, right.Status);
        Assert.Equal("""{"config":{"max_auth_age":"301"}}""", (await admin.GetAsync($"{Path}/UPDATE_PASSWORD/config")).Body);
        Assert.Equal(204, (await admin.DeleteAsync($"{Path}/UPDATE_PASSWORD/config")).Status);
        Assert.Equal("""{"config":{}}""", (await admin.GetAsync($"{Path}/UPDATE_PASSWORD/config")).Body);
    }

    [Theory]
    [InlineData("GET", Path + "/nope", null, 404, """{"error":"Failed to find required action"}""")]
    [InlineData("DELETE", Path + "/nope", null, 404, """{"error":"Failed to find required action."}""")]
    [InlineData("GET", Path + "/nope/config", null, 400, """{"error":"RequiredAction is not configurable"}""")]
    [InlineData("POST", "/authentication/register-required-action", """{"providerId":"nope"}""", 400, """{"error":"Required Action Provider with given providerId not found"}""")]
    public async Task Refusals_are_Keycloaks(string method, string path, string? body, int status, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((status, answer), (refused.Status, refused.Body));
    }
}
