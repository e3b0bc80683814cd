namespace Identity.Faults.Histories;

/// <summary>Refresh tokens presented by a client that knew a newer one: what a thief would do, and what ends a session by right.</summary>
internal static class Misuse
{
    /// <summary>Whether an acknowledged successor of the presented token existed before the operation began.</summary>
    public static bool Is(Operation operation, List<Operation> operations) =>
        operation is { Kind: OperationKind.Refresh, Presented: { } presented }
        && operations.Any(earlier => earlier is { Kind: OperationKind.Refresh, Outcome: Outcome.Ok, Given: { } given }
            && given.Family == presented.Family && given.Number > presented.Number && earlier.CompletedAt < operation.InvokedAt);
}
