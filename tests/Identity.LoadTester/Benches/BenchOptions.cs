namespace Identity.LoadTester.Benches;

/// <summary>How a bench is made.</summary>
internal sealed record BenchOptions
{
    /// <summary>The folder of the build under test.</summary>
    public required string Binaries { get; init; }

    /// <summary>An unpacked Keycloak to compare with; null: none.</summary>
    public string? Keycloak { get; init; }

    /// <summary>The processors that pods, database and load share, as taskset names them.</summary>
    public required string Processors { get; init; }

    /// <summary>Few seconds for each figure: to see that it works.</summary>
    public bool IsQuick { get; init; }

    /// <summary>Before each figure: a JVM and a .NET runtime compile what is hot only then.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(IsQuick ? 2 : 10);

    /// <summary>Of each figure.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(IsQuick ? 3 : 10);
}
