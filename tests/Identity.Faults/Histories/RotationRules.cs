namespace Identity.Faults.Histories;

/// <summary>Promise 3 for refresh tokens that rotate: one successor, and none for an old token.</summary>
internal static class RotationRules
{
    public static IEnumerable<Violation> Check(string session, List<Operation> operations, PromisedRules rules)
    {
        var rotations = operations.Where(operation => operation is { Kind: OperationKind.Refresh, Outcome: Outcome.Ok, Presented: not null, Given: not null }).ToList();
        foreach (var same in rotations.GroupBy(rotation => rotation.Presented))
        {
            if (same.FirstOrDefault(rotation => rotation.Given != same.First().Given) is { } other)
            {
                yield return Violation.Of(3, "One refresh token has two successors.", session, same.First(), other);
            }
        }

        foreach (var replay in rotations.Where(replay => Misuse.Is(replay, operations) && !MayBeReplayed(replay, operations, rules)))
        {
            var first = rotations.First(rotation => rotation.Presented?.Family == replay.Presented?.Family && rotation.Given!.Value.Number > replay.Presented!.Value.Number);
            var last = rotations.Last(rotation => rotation.CompletedAt < replay.InvokedAt);
            yield return Violation.Of(3, "An old refresh token is taken again.", session, first, last, replay);
        }
    }

    /// <summary>Whether the rules of rotation let an old token pass: it is the one before the newest, and was rotated a moment ago.</summary>
    public static bool MayBeReplayed(Operation replay, List<Operation> operations, PromisedRules rules)
    {
        var newer = operations.Where(operation => operation is { Kind: OperationKind.Refresh, Outcome: Outcome.Ok } && Follows(operation.Given, replay.Presented)).ToList();
        return newer.Where(operation => operation.CompletedAt < replay.InvokedAt).All(operation => operation.Given?.Number == replay.Presented?.Number + 1)
            && newer.Exists(operation => replay.InvokedAt - operation.CompletedAt <= rules.RefreshGrace + rules.Slack && IsFirst(operation, newer));
    }

    // What is asked for again does not begin the ten seconds anew.
    private static bool IsFirst(Operation operation, List<Operation> newer) =>
        !newer.Exists(other => other.Given == operation.Given && other.CompletedAt < operation.InvokedAt);

    private static bool Follows(TokenGeneration? given, TokenGeneration? presented) =>
        given is not null && presented is not null && given.Value.Family == presented.Value.Family && given.Value.Number > presented.Value.Number;
}
