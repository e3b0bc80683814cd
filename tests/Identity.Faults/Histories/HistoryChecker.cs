namespace Identity.Faults.Histories;

/// <summary>Looks for broken promises in what clients saw. Pure: the same history always gives the same answer.</summary>
/// <remarks>An operation of unknown outcome may have taken effect at any moment from its beginning on, also long after its client gave up.</remarks>
internal static class HistoryChecker
{
    /// <summary>All violations, the earliest first; of one session and promise only the first.</summary>
    public static IReadOnlyList<Violation> Check(IEnumerable<Operation> history, PromisedRules rules)
    {
        var all = history.OrderBy(operation => operation.InvokedAt).ToList();
        var bySession = all.Where(operation => operation.Session is not null).GroupBy(operation => operation.Session!).ToList();
        var found = bySession.SelectMany(session => CheckSession(session.Key, [.. session], rules))
            .Concat(all.Where(operation => operation.Code is not null).GroupBy(operation => operation.Code!).SelectMany(code => CodeRules.Check([.. code])))
            .Concat(all.GroupBy(operation => operation.User).SelectMany(user => LockoutRules.Check(user.Key, [.. user], rules)));
        return
        [
            .. found.GroupBy(violation => (violation.Promise, violation.Session)).Select(same => same.MinBy(End)!).OrderBy(End),
        ];
    }

    /// <summary>Sessions that were refused although nobody had ended them, also where the rules of rotation permit it.</summary>
    public static int CountLost(IEnumerable<Operation> history) =>
        history.Where(operation => operation.Session is not null).OrderBy(operation => operation.InvokedAt).GroupBy(operation => operation.Session!)
            .Count(session => LivenessRules.FindLoss([.. session]) is not null);

    private static IEnumerable<Violation> CheckSession(string session, List<Operation> operations, PromisedRules rules) =>
    [
        .. LivenessRules.Check(session, operations, rules),
        .. EndRules.Check(session, operations, rules),
        .. RotationRules.Check(session, operations, rules),
        .. IdentityRules.Check(session, operations),
    ];

    private static TimeSpan End(Violation violation) => violation.Shown[^1].CompletedAt;
}
