using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>All that applications ask, in the proportions of a working day: of a hundred flows 55 refreshes, 10 questions to userinfo, 15 to
/// introspection, 10 client credentials, 5 logins, 5 logouts after which the session must be refused.</summary>
internal sealed class MixedScenario(Site site, int sessions) : Scenario(site)
{
    private readonly SessionPool _pool = new(site);

    public override string Name => "mixed";

    public override string MainStep => "refresh";

    public override Task PrepareAsync(TextWriter output, CancellationToken stop) => _pool.FillAsync(sessions, output, stop);

    public override async Task RunAsync(Flow flow)
    {
        var client = Site.Options.Client;
        var drawn = Random.Shared.Next(100);
        if (drawn < 5)
        {
            await LogInAsync(flow);
            return;
        }

        if (drawn < 15)
        {
            await Application.ClientCredentialsAsync(Site, flow, client);
            return;
        }

        if (_pool.Take() is not { } session)
        {
            await LogInAsync(flow);
            return;
        }

        switch (drawn)
        {
            case < 20 when _pool.Count > sessions / 2:
                if (await Person.LogOutAsync(Site, flow, session, client))
                {
                    await Application.RefreshEndedAsync(Site, flow, session, client);
                }

                return;
            case < 30:
                await Application.UserInfoAsync(Site, flow, session, client);
                break;
            case < 45:
                await Application.IntrospectAsync(Site, flow, session, client);
                break;
            default:
                await Application.RefreshAsync(Site, flow, session, client);
                break;
        }

        _pool.PutBack(session);
    }

    private async Task LogInAsync(Flow flow)
    {
        var session = Site.NewSession();
        if (await Person.LogInAsync(Site, flow, session, Site.Options.Client))
        {
            _pool.PutBack(session);
        }
    }
}
