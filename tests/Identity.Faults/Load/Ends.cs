using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>People who log out, applications that revoke, and thieves who present old tokens.</summary>
internal sealed class Ends(Client client, Attempts attempts, Targets targets, LiveSessions live, EndedSessions ended, int wanted)
{
    private int _count;

    /// <summary>Ends a session where there are more than wanted.</summary>
    public async Task EndAsync()
    {
        if (live.Count <= wanted || live.TryTake() is not { } session)
        {
            return;
        }

        live.Forget();
        var revokes = Interlocked.Increment(ref _count) % 3 == 0;
        var operation = await attempts.TwiceAsync(target => revokes ? client.RevokeAsync(target, session) : client.LogOutAsync(target, session));
        await ended.AddAsync(session, operation.Outcome == Outcome.Ok);
    }

    /// <summary>Presents a token that has long been rotated.</summary>
    public async Task StealAsync()
    {
        if (live.TryTake(candidate => candidate.Account.Rotates && candidate.Old is not null) is not { } session)
        {
            return;
        }

        live.Forget();
        var (operation, _) = await client.RefreshAsync(targets.Next(), session, session.Old!);
        await ended.AddAsync(session, operation.Outcome == Outcome.Refused);
    }
}
