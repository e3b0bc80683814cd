namespace Identity.Faults.Histories;

/// <summary>Promise 1: an acknowledged login stays valid until it is ended.</summary>
internal static class LivenessRules
{
    public static IEnumerable<Violation> Check(string session, List<Operation> operations, PromisedRules rules)
    {
        if (FindLoss(operations) is not var (login, refusal) || IsPermitted(refusal, operations, rules))
        {
            yield break;
        }

        var unknown = UnknownBefore(refusal, operations).ToList();
        var what = unknown.Count == 0
            ? "A login that nobody ended is refused."
            : "A login that nobody ended is refused. An attempt that its client had to give up on may have been taken late.";
        var lastOk = operations.LastOrDefault(operation => operation.Outcome == Outcome.Ok && operation.CompletedAt < refusal.InvokedAt && operation.Kind == refusal.Kind);
        yield return Violation.Of(1, what, session, [login, .. lastOk is null ? [] : new[] { lastOk }, .. unknown, refusal]);
    }

    /// <summary>The acknowledged login, and the first refusal after it that no end explains.</summary>
    public static (Operation Login, Operation Refusal)? FindLoss(List<Operation> operations)
    {
        var login = operations.FirstOrDefault(operation => operation is { Kind: OperationKind.Exchange, Outcome: Outcome.Ok });
        var refusal = login is null ? null : operations.FirstOrDefault(operation => IsRefusal(operation) && operation.IsAfter(login) && !MayBeEnded(operation, operations));
        return refusal is null ? null : (login!, refusal);
    }

    private static bool IsRefusal(Operation operation) =>
        operation is { Outcome: Outcome.Refused, Kind: OperationKind.Refresh or OperationKind.UserInfo or OperationKind.Introspect };

    private static bool MayBeEnded(Operation refusal, List<Operation> operations) =>
        EndRules.MayEnd(operations).Any(end => end != refusal && end.InvokedAt < refusal.CompletedAt) || Misuse.Is(refusal, operations);

    // A client whose answer was lost has ten seconds to ask again; the session is lost after that, but by the rule.
    private static bool IsPermitted(Operation refusal, List<Operation> operations, PromisedRules rules) =>
        operations.Any(earlier => earlier is { Kind: OperationKind.Refresh, Outcome: Outcome.Unknown, Presented: not null }
            && earlier.InvokedAt < refusal.InvokedAt
            && operations.Any(late => late.Kind == OperationKind.Refresh && late.Presented == earlier.Presented
                && late.InvokedAt > earlier.InvokedAt && late.InvokedAt <= refusal.InvokedAt && late.Outcome != Outcome.Ok
                && late.CompletedAt - earlier.InvokedAt > rules.RefreshGrace)
            && !operations.Any(newer => newer is { Kind: OperationKind.Refresh, Outcome: Outcome.Ok } && newer.InvokedAt > earlier.InvokedAt && newer.CompletedAt < refusal.InvokedAt));

    private static IEnumerable<Operation> UnknownBefore(Operation refusal, List<Operation> operations) =>
        operations.Where(operation => operation.Outcome == Outcome.Unknown && operation.InvokedAt < refusal.CompletedAt && operation.Kind == OperationKind.Refresh);
}
