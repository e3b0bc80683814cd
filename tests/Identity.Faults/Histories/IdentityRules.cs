namespace Identity.Faults.Histories;

/// <summary>Promise 5: a session never answers for another user.</summary>
internal static class IdentityRules
{
    public static IEnumerable<Violation> Check(string session, List<Operation> operations)
    {
        foreach (var operation in operations)
        {
            if (operation.AnsweredUser is { } user && user != operation.User)
            {
                yield return Violation.Of(5, $"The answer is about user {user}, the session is {operation.User}'s.", session, operation);
            }
            else if (operation.AnsweredSession is { } answered && answered != session)
            {
                yield return Violation.Of(5, $"The answer is about session {answered}.", session, operation);
            }
        }
    }
}
