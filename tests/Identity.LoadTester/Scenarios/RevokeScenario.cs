using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>Applications that get a token for themselves and revoke it, after which no pod may take it for active.</summary>
internal sealed class RevokeScenario(Site site) : Scenario(site)
{
    public override string Name => "revoke";

    public override string MainStep => "revoke";

    public override async Task RunAsync(Flow flow)
    {
        var client = Site.Options.Client;
        if (await Application.ClientCredentialsAsync(Site, flow, client) is { } token
            && await Application.IntrospectOwnAsync(Site, flow, client, token, isRevoked: false)
            && await Application.RevokeAsync(Site, flow, client, token))
        {
            await Application.IntrospectOwnAsync(Site, flow, client, token, isRevoked: true);
        }
    }
}
