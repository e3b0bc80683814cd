using Identity.Faults.Bed;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>Applications that refresh and use the tokens of live sessions.</summary>
internal sealed class Uses(Client client, Attempts attempts, Targets targets, LiveSessions live)
{
    private const int RaceEvery = 40;
    private int _count;

    /// <summary>The session that has waited for longest refreshes; now and then at two pods at once.</summary>
    public async Task RefreshAsync()
    {
        if (live.TryTake() is not { } session)
        {
            return;
        }

        if (Interlocked.Increment(ref _count) % RaceEvery == 0)
        {
            await RaceAsync(session);
            return;
        }

        var (operation, tokens) = await attempts.TwiceAsync(target => client.RefreshAsync(target, session, session.Tokens), result => result.Operation);
        await SettleAsync(session, operation.Outcome, tokens);
    }

    /// <summary>Refreshes each session that is idle, to see that it lives.</summary>
    public async Task CallTheRollAsync() =>
        await Parallel.ForAsync(0, live.Count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await RefreshAsync());

    /// <summary>A session's access token is used.</summary>
    public async Task ReadAsync()
    {
        if (live.TryTake() is not { } session)
        {
            return;
        }

        var asks = session.Account.Client == Realms.ConfidentialClient && Interlocked.Increment(ref _count) % 2 == 0;
        var operation = await attempts.TwiceAsync(target => asks ? client.IntrospectAsync(target, session) : client.UserInfoAsync(target, session));
        await SettleAsync(session, operation.Outcome == Outcome.Refused ? Outcome.Refused : Outcome.Ok, tokens: null);
    }

    private async Task RaceAsync(LiveSession session)
    {
        var presented = session.Tokens;
        var both = await Task.WhenAll(client.RefreshAsync(targets.Next(), session, presented), client.RefreshAsync(targets.Next(), session, presented));
        var winner = both.FirstOrDefault(result => result.Tokens is not null);
        var outcome = winner.Tokens is not null ? Outcome.Ok : both.Any(result => result.Operation.Outcome == Outcome.Refused) ? Outcome.Refused : Outcome.Unknown;
        await SettleAsync(session, outcome, winner.Tokens);
    }

    private async Task SettleAsync(LiveSession session, Outcome outcome, Tokens? tokens)
    {
        if (tokens is not null)
        {
            session.Replace(tokens);
        }

        switch (outcome)
        {
            case Outcome.Ok:
                live.Return(session);
                break;
            case Outcome.Refused:
                live.Forget();
                break;
            default:
                await live.ReturnInASecondAsync(session);
                break;
        }
    }
}
