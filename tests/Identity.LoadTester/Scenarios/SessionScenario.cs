using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>One question of an application about a session, again and again.</summary>
/// <param name="site">The realm.</param>
/// <param name="name">The scenario and its only step.</param>
/// <param name="sessions">How many are logged in first.</param>
/// <param name="ask">The question.</param>
internal sealed class SessionScenario(Site site, string name, int sessions, Func<Site, Flow, Session, string, Task<bool>> ask) : Scenario(site)
{
    private readonly SessionPool _pool = new(site);

    public override string Name => name;

    public override string MainStep => name;

    public override Task PrepareAsync(TextWriter output, CancellationToken stop) => _pool.FillAsync(sessions, output, stop);

    public override async Task RunAsync(Flow flow)
    {
        if (_pool.Take() is not { } session)
        {
            flow.Step(name, Outcome.Unavailable, "every session waits for an answer");
            return;
        }

        await ask(Site, flow, session, Site.Options.Client);
        _pool.PutBack(session);
    }
}
