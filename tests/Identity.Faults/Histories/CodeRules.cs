namespace Identity.Faults.Histories;

/// <summary>Promise 3 for authorization codes: each is redeemed once at most.</summary>
internal static class CodeRules
{
    public static IEnumerable<Violation> Check(List<Operation> operations)
    {
        var redeemed = operations.Where(operation => operation is { Kind: OperationKind.Exchange, Outcome: Outcome.Ok }).Take(2).ToList();
        if (redeemed.Count == 2)
        {
            yield return Violation.Of(3, "One code was redeemed twice.", redeemed[0].Session ?? redeemed[0].User, redeemed);
        }
    }
}
