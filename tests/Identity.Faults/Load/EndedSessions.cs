using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>Sessions whose end was acknowledged, asked for again and again at every pod.</summary>
internal sealed class EndedSessions(Client client, Targets targets)
{
    private const int Kept = 300;
    private readonly Lock _lock = new();
    private readonly List<LiveSession> _sessions = [];

    /// <summary>Asks for it at every pod at once if its end was acknowledged; of the others nothing can be said.</summary>
    public async Task AddAsync(LiveSession session, bool acknowledged)
    {
        if (!acknowledged)
        {
            return;
        }

        lock (_lock)
        {
            _sessions.Add(session);
            if (_sessions.Count > Kept)
            {
                _sessions.RemoveAt(0);
            }
        }

        await Task.WhenAll(targets.Pods.Select(pod => AskAsync(pod, session)));
    }

    /// <summary>Asks for one of them at one pod.</summary>
    public async Task AskAgainAsync()
    {
        LiveSession? session = null;
        lock (_lock)
        {
            session = _sessions.Count == 0 ? null : _sessions[Random.Shared.Next(_sessions.Count)];
        }

        var pods = targets.Pods;
        if (session is not null && pods.Count > 0)
        {
            await AskAsync(pods[Random.Shared.Next(pods.Count)], session);
        }
    }

    private async Task AskAsync(Target pod, LiveSession session)
    {
        if ((await client.UserInfoAsync(pod, session)).Outcome != Outcome.Unreached)
        {
            await client.RefreshAsync(pod, session, session.Tokens);
        }
    }
}
