using System.Text.Json;
using Identity.Grains.Authentication;
using Identity.Grains.Realms;
using Identity.Grains.Tests.Realms;

namespace Identity.Grains.Tests.Authentication;

/// <summary>Which flows can be bound.</summary>
public class FlowsThatLoginsFollow
{
    private static readonly AuthenticationSettings s_settings = AuthenticationSettings.Of(new RealmState { Id = "r", Realm = "acme" });

    [Theory]
    [InlineData("acme-realm")]
    [InlineData("plain-realm")]
    [InlineData("master-realm")]
    public void Those_that_Keycloak_exports_are_followed(string file)
    {
        Assert.Empty(FlowSupport.Ignored(RealmFiles.Read(RealmFiles.Load(file)).Realm));
    }

    [Theory]
    [InlineData("auth-spnego", Requirements.Alternative, false)]
    [InlineData("auth-cookie", Requirements.Disabled, false)]
    [InlineData("identity-provider-redirector", Requirements.Disabled, true)]
    public void A_change_that_asks_for_the_same_is_followed_and_no_other(string step, string requirement, bool followed)
    {
        var changed = s_settings.With([.. s_settings.Flows.Select(flow => flow.Alias != "browser" ? flow : flow with
        {
            Executions = [.. flow.Executions.Select(execution => execution.Authenticator == step ? execution with { Requirement = requirement } : execution)],
        })]);

        Assert.Equal(followed, FlowSupport.Problem(changed, FlowBindings.Browser, "browser") is null);
    }

    [Fact]
    public void A_flow_inside_another_or_one_for_something_else_is_not_followed()
    {
        Assert.NotNull(FlowSupport.Problem(s_settings, FlowBindings.Browser, "forms"));
        Assert.NotNull(FlowSupport.Problem(s_settings, FlowBindings.Browser, "direct grant"));
        Assert.NotNull(FlowSupport.Problem(s_settings, FlowBindings.Browser, "nonesuch"));
        Assert.NotNull(FlowSupport.Problem(s_settings, "nonesuch", "browser"));
    }

    [Fact]
    public void A_flow_that_leads_to_itself_is_not_followed()
    {
        var changed = s_settings.With([.. s_settings.Flows.Select(flow => flow.Alias != "forms" ? flow : flow with
        {
            Executions = [new AuthenticationExecution { Id = "x", FlowAlias = "forms", Requirement = Requirements.Required }],
        })]);

        Assert.NotNull(FlowSupport.Problem(changed, FlowBindings.Browser, "browser"));
    }

    [Fact]
    public void What_is_stored_reads_as_it_was()
    {
        var stored = s_settings.StoreActions(s_settings.StoreFlows(new RealmState { Id = "r", Realm = "acme" }));

        var back = AuthenticationSettings.Of(stored);

        Assert.Equal(Text(s_settings), Text(back));
        Assert.Equal(s_settings.Flows.SelectMany(flow => flow.Executions).Select(step => step.Id), back.Flows.SelectMany(flow => flow.Executions).Select(step => step.Id));
    }

    private static string Text(AuthenticationSettings settings) => string.Join('\n',
        settings.Flows.Select(AuthenticationSettings.Write).Concat(settings.Configs.Select(AuthenticationSettings.Write)).Concat(settings.Actions.Select(AuthenticationSettings.Write))
            .Select(written => written.ToJsonString(JsonSerializerOptions.Default)));
}
