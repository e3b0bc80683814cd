using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Admin.Clients;

/// <summary>Client policies: stored, enforced, or refused.</summary>
public class ClientPolicies(GatewayServer server)
{
    private const string Everybody = """{"policies":[{"name":"all","enabled":true,"conditions":[{"condition":"any-client","configuration":{}}],"profiles":["mine"]}]}""";

    [Theory]
    [InlineData("consent-required", """{"clientId":"x"}""", "invalid_registration", "Client is required to enable consentRequired")]
    [InlineData("full-scope-disabled", """{"clientId":"x"}""", "invalid_registration", "Not permitted to enable fullScopeAllowed")]
    [InlineData("pkce-enforcer", """{"clientId":"x"}""", "invalid_client_metadata", "Invalid client metadata: code_challenge_method")]
    [InlineData("secure-client-uris", """{"clientId":"x","redirectUris":["http://x.example/*"]}""", "invalid_client_metadata", "Invalid redirectUris")]
    public async Task A_client_that_a_policy_does_not_allow_is_refused(string executor, string client, string error, string description)
    {
        var admin = await WithAsync(executor, "{}");

        var refused = await admin.PostAsync("/clients", client);

        Assert.Equal((400, error, description), (refused.Status, refused.Error, refused.Description));
    }

    [Theory]
    [InlineData("consent-required", "consentRequired", "True")]
    [InlineData("full-scope-disabled", "fullScopeAllowed", "False")]
    public async Task A_policy_that_corrects_clients_does_so_at_each_change(string executor, string field, string value)
    {
        var admin = await WithAsync(executor, """{"auto-configure":true}""");

        var id = await admin.CreateAsync("/clients", """{"clientId":"x"}""");
        await admin.PutAsync($"/clients/{id}", $$"""{"{{field}}":{{(value == "True" ? "false" : "true")}}}""");

        Assert.Equal(value, (await admin.GetAsync($"/clients/{id}")).Text(field));
    }

    [Fact]
    public async Task A_policy_that_would_not_be_enforced_is_refused()
    {
        var admin = await AdminApi.CreateAsync(server);
        const string fapi = """{"policies":[{"name":"f","enabled":ENABLED,"conditions":[],"profiles":["fapi-1-baseline"]}]}""";

        var on = await admin.PutAsync("/client-policies/policies", fapi.Replace("ENABLED", "true", StringComparison.Ordinal));
        var off = await admin.PutAsync("/client-policies/policies", fapi.Replace("ENABLED", "false", StringComparison.Ordinal));
        var byRealm = await admin.PutAsync(string.Empty, $$"""{"clientPolicies":{{fapi.Replace("ENABLED", "true", StringComparison.Ordinal)}}}""");

        Assert.Equal((400, """{"errorMessage":"Policy f contains profile fapi-1-baseline, whose executor secure-session is not enforced by this server"}"""), (on.Status, on.Body));
        Assert.Equal((204, string.Empty), (off.Status, off.Body));
        Assert.Equal(400, byRealm.Status);
    }

    [Theory]
    [InlineData("profiles", """{"profiles":[{"name":"p"},{"name":"p"}]}""", "proposed client profile name duplicated.")]
    [InlineData("profiles", """{"profiles":[{"name":""}]}""", "client profile without its name not allowed.")]
    [InlineData("profiles", """{"profiles":[{"name":"fapi-1-baseline"}]}""", "Proposed profile name 'fapi-1-baseline' is duplicated as a global profile")]
    [InlineData("profiles", """{"profiles":[{"name":"p","executors":[{"executor":"nope"}]}]}""", "proposed client profile contains the executor, which does not have valid provider, or has invalid configuration.")]
    [InlineData("policies", """{"policies":[{"name":"q"},{"name":"q"}]}""", "proposed client policy name duplicated")]
    [InlineData("policies", """{"policies":[{"name":"q","profiles":["nope"]}]}""", "Policy q contains invalid profile nope")]
    [InlineData("policies", """{"policies":[{"name":"q","conditions":[{"condition":"nope"}]}]}""", "Policy q contains invalid condition nope")]
    public async Task What_is_wrong_is_refused_in_Keycloaks_words(string kind, string body, string message)
    {
        var admin = await AdminApi.CreateAsync(server);

        var refused = await admin.PutAsync($"/client-policies/{kind}", body);

        Assert.Equal((400, message), (refused.Status, refused.Text("errorMessage")));
    }

    [Fact]
    public async Task Global_profiles_are_listed()
    {
        var admin = await AdminApi.CreateAsync(server);

        Assert.Equal("""{"profiles":[]}""", (await admin.GetAsync("/client-policies/profiles")).Body);
        Assert.Equal(10, (await admin.GetAsync("/client-policies/profiles?include-global-profiles=true")).Json.GetProperty("globalProfiles").GetArrayLength());
        Assert.Equal("""{"policies":[],"globalPolicies":[]}""", (await admin.GetAsync("/client-policies/policies?include-global-policies=true")).Body);
    }

    private async Task<AdminApi> WithAsync(string executor, string configuration)
    {
        var admin = await AdminApi.CreateAsync(server);
        Assert.Equal(204, (await admin.PutAsync("/client-policies/profiles", $$"""{"profiles":[{"name":"mine","executors":[{"executor":"{{executor}}","configuration":{{configuration}}}]}]}""")).Status);
        Assert.Equal(204, (await admin.PutAsync("/client-policies/policies", Everybody)).Status);
        return admin;
    }
}
