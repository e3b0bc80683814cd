using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Authentication;

/// <summary>Flows and their steps over the admin API.</summary>
public class Flows(GatewayServer server)
{
    [Fact]
    public async Task A_realm_has_Keycloaks_flows()
    {
        var admin = await AdminApi.CreateAsync(server);

        var flows = await admin.GetAsync("/authentication/flows");

        Assert.Equal(
            ["browser", "direct grant", "registration", "reset credentials", "clients", "first broker login", "docker auth"],
            flows.Json.EnumerateArray().Select(flow => flow.GetProperty("alias").GetString()));
        var steps = await Steps(admin, "browser");
        Assert.Equal("Cookie", steps[0].GetProperty("displayName").GetString());
        Assert.Equal(15, steps.Count);
    }

    [Fact]
    public async Task A_copy_is_a_flow_of_its_own_with_everything_inside()
    {
        var admin = await AdminApi.CreateAsync(server);

        var id = await admin.CreateAsync("/authentication/flows/browser/copy", """{"newName":"mine"}""");

        Assert.Equal("mine", (await admin.GetAsync($"/authentication/flows/{id}")).Text("alias"));
        var names = (await Steps(admin, "mine")).Select(step => step.GetProperty("displayName").GetString()).ToList();
        Assert.Contains("mine Browser - Conditional 2FA", names);
        Assert.Equal((409, """{"errorMessage":"New flow alias name already exists"}"""), Of(await admin.PostAsync("/authentication/flows/browser/copy", """{"newName":"mine"}""")));
        Assert.Equal(204, (await admin.DeleteAsync($"/authentication/flows/{id}")).Status);
        Assert.Equal(201, (await admin.PostAsync("/authentication/flows/browser/copy", """{"newName":"mine"}""")).Status);
    }

    [Fact]
    public async Task A_flow_is_built_step_by_step()
    {
        var admin = await AdminApi.CreateAsync(server);
        var flow = await admin.CreateAsync("/authentication/flows", """{"alias":"own","providerId":"basic-flow","topLevel":true,"builtIn":false}""");
        var cookie = await admin.CreateAsync("/authentication/flows/own/executions/execution", """{"provider":"auth-cookie"}""");
        await admin.CreateAsync("/authentication/flows/own/executions/flow", """{"alias":"own forms","type":"basic-flow","provider":"registration-page-form"}""");
        await admin.CreateAsync("/authentication/flows/own forms/executions/execution", """{"provider":"auth-otp-form"}""");

        await admin.PutAsync("/authentication/flows/own/executions", $$"""{"id":"{{cookie}}","requirement":"ALTERNATIVE"}""");
        var lowered = await admin.PostAsync($"/authentication/executions/{cookie}/lower-priority", "{}");

        Assert.Equal(204, lowered.Status);
        var steps = await Steps(admin, "own");
        Assert.Equal(["own forms", "OTP Form", "Cookie"], steps.Select(step => step.GetProperty("displayName").GetString()));
        Assert.Equal("ALTERNATIVE", steps[2].GetProperty("requirement").GetString());
        Assert.Equal(flow, (await admin.GetAsync($"/authentication/executions/{cookie}")).Text("parentFlow"));
        Assert.Equal(204, (await admin.DeleteAsync($"/authentication/executions/{steps[0].GetProperty("id").GetString()}")).Status);
        Assert.Equal(["Cookie"], (await Steps(admin, "own")).Select(step => step.GetProperty("displayName").GetString()));
        Assert.Equal(404, (await admin.GetAsync("/authentication/flows/own forms/executions")).Status);
    }

    [Fact]
    public async Task Settings_of_a_step_are_kept_and_unknown_ones_masked()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/authentication/flows", """{"alias":"own","providerId":"basic-flow","topLevel":true}""");
        var step = await admin.CreateAsync("/authentication/flows/own/executions/execution", """{"provider":"identity-provider-redirector"}""");

        var config = await admin.CreateAsync($"/authentication/executions/{step}/config", """{"alias":"c","config":{"defaultProvider":"g","token":"secret"}}""");
        var back = await admin.GetAsync($"/authentication/config/{config}");
        var written = await admin.PutAsync($"/authentication/config/{config}", back.Body);

        Assert.Equal(("g", "**********"), (back.Json.GetProperty("config").GetProperty("defaultProvider").GetString(), back.Json.GetProperty("config").GetProperty("token").GetString()));
        Assert.Equal(204, written.Status);
        Assert.Equal(back.Body, (await admin.GetAsync($"/authentication/config/{config}")).Body);
        Assert.Equal(204, (await admin.DeleteAsync($"/authentication/config/{config}")).Status);
        Assert.Equal((404, """{"error":"Could not find authenticator config"}"""), Of(await admin.GetAsync($"/authentication/config/{config}")));
    }

    [Fact]
    public async Task Settings_are_made_without_a_step_too()
    {
        var admin = await AdminApi.CreateAsync(server);

        var made = await admin.CreateAsync("/authentication/config", """{"alias":"c","id":"chosen","config":{"defaultProvider":"g","empty":"","token":"t"}}""");

        Assert.Equal("chosen", made);
        var values = (await admin.GetAsync("/authentication/config/chosen")).Json.GetProperty("config").EnumerateObject().Select(value => $"{value.Name}={value.Value}");
        Assert.Equal(["defaultProvider=g", "token=**********"], values.Order(StringComparer.Ordinal));
        Assert.Equal(
            (409, """{"errorMessage":"Authentication execution configuration c already exists"}"""), Of(await admin.PostAsync("/authentication/config", """{"alias":"c"}""")));
        Assert.Equal(
            (409, """{"error":"conflict","error_description":"Duplicate resource error"}"""), Of(await admin.PostAsync("/authentication/config", """{"alias":"d","id":"chosen"}""")));
        Assert.Equal((400, """{"error":"Character \u0027?\u0027 not allowed."}"""), Of(await admin.PostAsync("/authentication/config", """{"alias":"d?"}""")));
        Assert.Equal(204, (await admin.DeleteAsync("/authentication/config/chosen")).Status);
    }

    [Fact]
    public async Task A_flow_has_the_id_that_is_chosen_for_it()
    {
        var admin = await AdminApi.CreateAsync(server);

        Assert.Equal("chosen", await admin.CreateAsync("/authentication/flows", """{"id":"chosen","alias":"own","providerId":"basic-flow","topLevel":true}"""));

        var flow = await admin.GetAsync("/authentication/flows/chosen");
        Assert.Equal(("own", string.Empty), (flow.Text("alias"), flow.Text("description")));
        var again = await admin.PostAsync("/authentication/flows", """{"id":"chosen","alias":"other","providerId":"basic-flow"}""");
        Assert.Equal((409, """{"error":"conflict","error_description":"Duplicate resource error"}"""), Of(again));
        Assert.Equal(400, (await admin.PostAsync("/authentication/flows", """{"id":"a/b","alias":"other","providerId":"basic-flow"}""")).Status);
    }

    [Fact]
    public async Task Names_that_a_map_does_not_know_are_passed_over()
    {
        var admin = await AdminApi.CreateAsync(server);

        Assert.Equal(201, (await admin.PostAsync("/authentication/flows/browser/copy", """{"newName":"own","other":null}""")).Status);
        Assert.Equal(201, (await admin.PostAsync("/authentication/flows/own/executions/execution", """{"provider":"auth-cookie","requirement":"REQUIRED"}""")).Status);
        Assert.Equal(201, (await admin.PostAsync("/authentication/flows/own/executions/flow", """{"alias":"inner","type":"basic-flow","other":{}}""")).Status);
    }

    [Theory]
    [InlineData("POST", "/authentication/flows", """{"alias":"browser"}""", 409, """{"errorMessage":"Flow browser already exists"}""")]
    [InlineData("POST", "/authentication/flows", """{"alias":"browser","providerId":"basic-flow"}""", 409, """{"errorMessage":"Flow browser already exists"}""")]
    [InlineData("POST", "/authentication/flows", """{"providerId":"basic-flow"}""", 409, """{"errorMessage":"Failed to create flow with empty alias name"}""")]
    [InlineData("POST", "/authentication/flows", """{"alias":"x;y","providerId":"basic-flow"}""", 400, """{"error":"Character \u0027;\u0027 not allowed."}""")]
    [InlineData("POST", "/authentication/flows/nope/copy", """{"newName":"x"}""", 404, """{"error":"Flow not found"}""")]
    [InlineData("POST", "/authentication/flows/browser/executions/execution", """{"provider":"auth-cookie"}""", 400, """{"error":"It is illegal to add execution to a built in flow"}""")]
    [InlineData("GET", "/authentication/flows/nope", null, 404, """{"error":"Could not find flow with id"}""")]
    [InlineData("GET", "/authentication/executions/nope", null, 404, """{"error":"Illegal execution"}""")]
    [InlineData("DELETE", "/authentication/flows/nope", null, 404, """{"error":"Flow not found"}""")]
    [InlineData("GET", "/authentication/config-description/nope", null, 404, """{"error":"Could not find authenticator provider"}""")]
    public async Task Refusals_are_Keycloaks(string method, string path, string? body, int status, string answer)
    {
        var admin = await AdminApi.CreateAsync(server);

        Assert.Equal((status, answer), Of(await admin.SendAsync(new HttpMethod(method), path, body)));
    }

    [Fact]
    public async Task A_bound_flow_changes_only_into_one_that_logins_follow()
    {
        var admin = await AdminApi.CreateAsync(server);
        var steps = await Steps(admin, "browser");
        string Id(string name) => steps.First(step => step.GetProperty("displayName").GetString() == name).GetProperty("id").GetString()!;

        var kerberos = await admin.PutAsync("/authentication/flows/browser/executions", $$"""{"id":"{{Id("Kerberos")}}","requirement":"ALTERNATIVE"}""");
        var noSecondFactor = await admin.PutAsync("/authentication/flows/browser/executions", $$"""{"id":"{{Id("Browser - Conditional 2FA")}}","requirement":"DISABLED"}""");
        var organizations = await admin.PutAsync("/authentication/flows/browser/executions", $$"""{"id":"{{Id("Organization")}}","requirement":"DISABLED"}""");

        Assert.Equal((400, 400, 204), (kerberos.Status, noSecondFactor.Status, organizations.Status));
        Assert.Equal("The flow browser cannot be used as browserFlow: this server follows the steps of the built-in flow browser only.", kerberos.Text("errorMessage"));
        Assert.Equal("DISABLED", (await Steps(admin, "browser")).First(step => step.GetProperty("displayName").GetString() == "Kerberos").GetProperty("requirement").GetString());
    }

    [Fact]
    public async Task Flows_are_listed_with_who_uses_them()
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/authentication/flows/browser/copy", """{"newName":"mine"}""");

        var rows = (await admin.GetAsync("/ui-ext/authentication-management/flows")).Json.EnumerateArray().ToDictionary(row => row.GetProperty("alias").GetString()!);

        Assert.Equal("""{"type":"DEFAULT","values":["browser"]}""", rows["browser"].GetProperty("usedBy").GetRawText());
        Assert.Equal("""{"values":[]}""", rows["mine"].GetProperty("usedBy").GetRawText());
    }

    private static (int Status, string Body) Of(Answer answer) => (answer.Status, answer.Body);

    private static async Task<List<JsonElement>> Steps(AdminApi admin, string flow) =>
        [.. (await admin.GetAsync($"/authentication/flows/{flow}/executions")).Json.EnumerateArray()];
}
