namespace Identity.Faults.Histories;

/// <summary>Promise 2: an acknowledged end never un-happens.</summary>
internal static class EndRules
{
    public static IEnumerable<Violation> Check(string session, List<Operation> operations, PromisedRules rules)
    {
        var ends = operations.Where(operation => operation is { Kind: OperationKind.Logout or OperationKind.Revoke, Outcome: Outcome.Ok }).ToList();
        foreach (var success in operations.Where(IsSuccess))
        {
            if (ends.Find(success.IsAfter) is { } end)
            {
                yield return Violation.Of(2, "A session answers after its end was acknowledged.", session, end, success);
            }
            else if (ReplayThatEnds(success, operations, rules) is { } replay)
            {
                var first = operations.First(earlier => earlier.Outcome == Outcome.Ok && earlier.Kind == replay.Kind && earlier.Presented == replay.Presented && replay.IsAfter(earlier));
                yield return Violation.Of(2, "A session answers after a refused replay has ended it.", session, first, replay, success);
            }
        }
    }

    /// <summary>The operations that may have ended the session, whatever they were answered: an end asked for, a code presented
    /// again, an old refresh token.</summary>
    public static IEnumerable<Operation> MayEnd(List<Operation> operations)
    {
        var redeemed = false;
        foreach (var operation in operations.Where(operation => operation.Outcome != Outcome.Unreached))
        {
            if (operation.Kind is OperationKind.Logout or OperationKind.Revoke || Misuse.Is(operation, operations) || (operation.Kind == OperationKind.Exchange && redeemed))
            {
                yield return operation;
            }

            redeemed |= operation.Kind == OperationKind.Exchange;
        }
    }

    private static bool IsSuccess(Operation operation) =>
        operation is { Outcome: Outcome.Ok, Kind: OperationKind.Refresh or OperationKind.UserInfo or OperationKind.Introspect or OperationKind.Exchange };

    private static Operation? ReplayThatEnds(Operation success, List<Operation> operations, PromisedRules rules) =>
        operations.Find(replay => replay.Outcome == Outcome.Refused && success.IsAfter(replay) && (IsSecondExchange(replay, operations) || IsOldToken(replay, operations, rules)));

    private static bool IsSecondExchange(Operation replay, List<Operation> operations) =>
        replay.Kind == OperationKind.Exchange
        && operations.Exists(first => first is { Kind: OperationKind.Exchange, Outcome: Outcome.Ok } && first.Code == replay.Code && replay.IsAfter(first));

    private static bool IsOldToken(Operation replay, List<Operation> operations, PromisedRules rules) =>
        Misuse.Is(replay, operations)
        && !RotationRules.MayBeReplayed(replay, operations, rules)
        && operations.Exists(first => first is { Kind: OperationKind.Refresh, Outcome: Outcome.Ok } && first.Presented == replay.Presented && replay.IsAfter(first));
}
