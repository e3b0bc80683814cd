namespace Identity.Faults.Histories;

/// <summary>Promise 4: a failure counter never goes down without a success, so that a locked user's right password stays refused.</summary>
internal static class LockoutRules
{
    public static IEnumerable<Violation> Check(string user, List<Operation> operations, PromisedRules rules)
    {
        var logins = operations.Where(operation => operation.Kind is OperationKind.Login or OperationKind.WrongPassword).ToList();
        foreach (var success in logins.Where(operation => operation is { Kind: OperationKind.Login, Outcome: Outcome.Ok }))
        {
            if (Failures(success, logins) is not { } failures)
            {
                continue;
            }

            var counted = failures.Where(failure => failure.Outcome == Outcome.Refused).ToList();
            if (counted.Count >= rules.FailureFactor && success.CompletedAt < EarliestEndOfLock(failures, rules))
            {
                yield return Violation.Of(4, $"{counted.Count} wrong passwords were counted, and the right one is taken {(success.CompletedAt - counted[^1].CompletedAt).TotalSeconds:F1} s after the last.", user, [.. counted, success]);
            }
        }
    }

    // Those since the last success; null when it is not certain that nothing has reset the count meanwhile.
    private static List<Operation>? Failures(Operation success, List<Operation> logins)
    {
        var before = logins.Where(operation => success.IsAfter(operation) || operation.InvokedAt < success.InvokedAt).ToList();
        if (before.Exists(operation => operation is { Kind: OperationKind.Login, Outcome: Outcome.Unknown }))
        {
            return null;
        }

        var last = before.FindLast(operation => operation is { Kind: OperationKind.Login, Outcome: Outcome.Ok });
        var since = before.Where(operation => operation.Kind == OperationKind.WrongPassword && (last is null || operation.IsAfter(last))).ToList();
        return since.TrueForAll(failure => failure.Outcome == Outcome.Unknown || success.IsAfter(failure)) ? since : null;
    }

    // Failures of unknown outcome may have been counted: the lock may have begun, and so may end, that much earlier.
    private static TimeSpan EarliestEndOfLock(List<Operation> failures, PromisedRules rules)
    {
        var mayCount = failures.Where(failure => failure.Outcome != Outcome.Unreached).OrderBy(failure => failure.InvokedAt).ToList();
        return mayCount[rules.FailureFactor - 1].InvokedAt + rules.LockTime - rules.Slack;
    }
}
