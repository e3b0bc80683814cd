namespace Identity.Grains.Background;

/// <summary>One thing that the server does by itself, turn after turn, until it stops. No turn can end another, its own repetition or the
/// process: see <see cref="WorkLoop"/>.</summary>
/// <param name="Name">What it is called in metrics and logs: a few lower-case words, joined by hyphens.</param>
/// <param name="Rhythm">How turns follow each other.</param>
/// <param name="Turn">One turn. Its token is cancelled at the stop, after <see cref="DrainTime"/>.</param>
public sealed record BackgroundWork(string Name, WorkRhythm Rhythm, Func<CancellationToken, Task> Turn)
{
    /// <summary>Time between turns that succeed. Only of work that is done periodically.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>Up to so much is added to each <see cref="Period"/>, so that pods which started together do not come together. Default none.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>The first turn does not wait for the first period. Default false.</summary>
    public bool BeginsAtOnce { get; init; }

    /// <summary>After failures the pause doubles up to so much (or the period, where that is longer). Default 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a turn under way may go on after the server began to stop. Default none.</summary>
    public TimeSpan DrainTime { get; init; }

    /// <summary>Tells the work, before its turn ends, that the server stops: nothing new comes. Whether a turn is under way or not.</summary>
    public Action? Stopping { get; init; }

    /// <summary>A turn each period.</summary>
    public static BackgroundWork Periodic(string name, TimeSpan period, Func<CancellationToken, Task> turn) => new(name, WorkRhythm.Periodic, turn) { Period = period };

    /// <summary>One turn that goes on until the stop. Should it end before, it begins again.</summary>
    public static BackgroundWork Standing(string name, Func<CancellationToken, Task> turn) => new(name, WorkRhythm.Standing, turn) { BeginsAtOnce = true };

    /// <summary>One turn, without which the server cannot serve: the only work whose failure ends the process.</summary>
    public static BackgroundWork Start(string name, Func<CancellationToken, Task> turn) => new(name, WorkRhythm.Start, turn) { BeginsAtOnce = true };
}

/// <summary>How turns follow each other.</summary>
public enum WorkRhythm
{
    /// <summary>Again after a period.</summary>
    Periodic,

    /// <summary>One turn for as long as the server runs.</summary>
    Standing,

    /// <summary>Once, at the start.</summary>
    Start,
}
