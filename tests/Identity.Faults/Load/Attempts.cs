using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>Requests with one retry, counted.</summary>
internal sealed class Attempts(Targets targets, Tally tally)
{
    /// <summary>Tries here, and there when no answer came; answers the last attempt.</summary>
    public async Task<T> TwiceAsync<T>(Func<Target, Task<T>> attempt, Func<T, Operation> operation)
    {
        var first = targets.Next();
        var result = await attempt(first);
        if (IsAnswered(operation(result)))
        {
            tally.Add(first, failed: false, failedAgain: false);
            return result;
        }

        result = await attempt(targets.Other(first));
        tally.Add(first, failed: true, failedAgain: !IsAnswered(operation(result)));
        return result;
    }

    /// <summary>Likewise.</summary>
    public Task<Operation> TwiceAsync(Func<Target, Task<Operation>> attempt) => TwiceAsync(attempt, operation => operation);

    /// <summary>Tries again only when nothing can have happened: for what works once.</summary>
    public async Task<T> OnceAsync<T>(Func<Target, Task<T>> attempt, Func<T, Operation> operation)
    {
        var first = targets.Next();
        var result = await attempt(first);
        var failed = !IsAnswered(operation(result));
        if (operation(result).Outcome == Outcome.Unreached)
        {
            result = await attempt(targets.Other(first));
        }

        tally.Add(first, failed, failedAgain: !IsAnswered(operation(result)));
        return result;
    }

    private bool IsAnswered(Operation operation)
    {
        if (operation.Outcome is not (Outcome.Ok or Outcome.Refused))
        {
            return false;
        }

        tally.Succeeded(operation);
        return true;
    }
}
