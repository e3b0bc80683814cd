using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>Page, password, code: a login from nothing to tokens, and for some users the logout.</summary>
/// <param name="site">The realm.</param>
/// <param name="logouts">The part of logins that a logout follows.</param>
internal sealed class LoginScenario(Site site, double logouts) : Scenario(site)
{
    public override string Name => "login";

    public override string MainStep => "login";

    public override async Task RunAsync(Flow flow)
    {
        var session = Site.NewSession();
        var done = await Person.LogInAsync(Site, flow, session, Site.Options.Client);
        flow.EndAs("login", done ? Outcome.Ok : Outcome.Unavailable);
        if (done && Random.Shared.NextDouble() < logouts && await Person.LogOutAsync(Site, flow, session, Site.Options.Client))
        {
            await Application.RefreshEndedAsync(Site, flow, session, Site.Options.Client);
        }
    }
}
