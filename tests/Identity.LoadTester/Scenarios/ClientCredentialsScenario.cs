using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>Applications that get tokens for themselves.</summary>
internal sealed class ClientCredentialsScenario(Site site) : Scenario(site)
{
    public override string Name => "client-credentials";

    public override string MainStep => "client-credentials";

    public override Task RunAsync(Flow flow) => Application.ClientCredentialsAsync(Site, flow, Site.Options.Client);
}
