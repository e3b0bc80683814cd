namespace Identity.Faults.Histories;

/// <summary>A broken promise and the operations that show it, in the order of their beginning.</summary>
/// <param name="Promise">Its number: 1 a login stays valid, 2 an end stays an end, 3 single use, 4 failures are not forgotten, 5 no
/// answer for another user.</param>
/// <param name="What">What is wrong, in a sentence.</param>
/// <param name="Session">Whose: a session or a user.</param>
/// <param name="Shown">The shortest history that shows it.</param>
internal sealed record Violation(int Promise, string What, string Session, IReadOnlyList<Operation> Shown)
{
    public static Violation Of(int promise, string what, string session, params IEnumerable<Operation> shown) =>
        new(promise, what, session, [.. shown.Distinct().OrderBy(operation => operation.InvokedAt)]);
}
