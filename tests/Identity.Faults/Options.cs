namespace Identity.Faults;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    /// <summary>The folder of the build under test.</summary>
    public string? Binaries { get; init; }

    /// <summary>The folder of an older build, for the rolling upgrade.</summary>
    public string? Previous { get; init; }

    /// <summary>The faults to play; empty: all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Few faults, shortly.</summary>
    public bool Quick { get; init; }

    /// <summary>Names the faults and does nothing.</summary>
    public bool List { get; init; }

    /// <summary>Where the rows go as JSON.</summary>
    public string? Json { get; init; }

    /// <summary>Where the last words of pods and the whole history go.</summary>
    public string? Log { get; init; }

    /// <summary>Reads the command line; throws with a sentence where it cannot be read.</summary>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Quick = true },
                "--list" => options with { List = true },
                "--bin" => options with { Binaries = Path.GetFullPath(Value(ref i)) },
                "--previous" => options with { Previous = Path.GetFullPath(Value(ref i)) },
                "--json" => options with { Json = Value(ref i) },
                "--log" => options with { Log = Value(ref i) },
                "--only" => options with { Only = [.. options.Only, .. Value(ref i).Split(',', StringSplitOptions.RemoveEmptyEntries)] },
                var unknown => throw new ArgumentException($"'{unknown}' is no option: --bin DIR, --only NAME,..., --quick, --list, --previous DIR, --json FILE, --log DIR."),
            };
        }

        return options;

        string Value(ref int i) => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value.");
    }
}
