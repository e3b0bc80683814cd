using Identity.Faults.Histories;

namespace Identity.Faults.Tests.Histories;

/// <summary>Writes a history of one user and session, an operation of a tenth of a second after the other unless it says when.</summary>
internal sealed class Scenario
{
    public const string User = "user-1";
    public const string Session = "session-1";
    private static readonly TimeSpan s_length = TimeSpan.FromMilliseconds(100);
    private readonly List<Operation> _operations = [];
    private TimeSpan _now;

    public static PromisedRules Rules { get; } = new() { FailureFactor = 3, LockTime = TimeSpan.FromMinutes(1) };

    public IReadOnlyList<Violation> Check() => HistoryChecker.Check(_operations, Rules);

    public int CountLost() => HistoryChecker.CountLost(_operations);

    /// <summary>Time passes.</summary>
    public Scenario After(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    /// <summary>The next operation begins while the one before still runs.</summary>
    public Scenario Meanwhile() => After(-1.5 * s_length.TotalSeconds);

    public Scenario Do(OperationKind kind, Outcome outcome, Func<Operation, Operation>? with = null)
    {
        var operation = new Operation
        {
            Kind = kind,
            Outcome = outcome,
            InvokedAt = _now,
            CompletedAt = _now + s_length,
            Pod = "pod1",
            User = User,
            Session = kind is OperationKind.Page or OperationKind.Login or OperationKind.WrongPassword ? null : Session,
            Code = kind == OperationKind.Exchange ? "code-1" : null,
        };
        _operations.Add(with is null ? operation : with(operation));
        _now += 2 * s_length;
        return this;
    }

    /// <summary>Logs in from password to tokens.</summary>
    public Scenario LoggedIn() => Do(OperationKind.Login, Outcome.Ok).Do(OperationKind.Exchange, Outcome.Ok);

    /// <summary>Presents a generation; an accepted one gives the next.</summary>
    public Scenario Rotate(int presented, Outcome outcome, int? given = null, string family = "family") => Do(OperationKind.Refresh, outcome, operation => operation with
    {
        Presented = new TokenGeneration(family, presented),
        Given = outcome == Outcome.Ok ? new TokenGeneration(family, given ?? presented + 1) : null,
    });
}
