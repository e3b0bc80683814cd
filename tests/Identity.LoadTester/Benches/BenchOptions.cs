namespace Identity.LoadTester.Benches;

/// <summary>How a bench is made.</summary>
internal sealed record BenchOptions
{
    /// <summary>The folder of the build under test.</summary>
    public required string Binaries { get; init; }

    /// <summary>The folder of another build to compare with; null: none.</summary>
    public string? Earlier { get; init; }

    /// <summary>An unpacked Keycloak to compare with; null: none.</summary>
    public string? Keycloak { get; init; }

    /// <summary>The processors that pods, database and load share, as taskset names them.</summary>
    public required string Processors { get; init; }

    /// <summary>Few seconds for each figure: to see that it works.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Before a round: what a runtime forgot while others played.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Before each scenario: a JVM and a .NET runtime compile what is hot only then.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(IsQuick ? 2 : 8);

    /// <summary>How often each plays a scenario, in turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>Of each round.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(IsQuick ? 2 : 3);
}
