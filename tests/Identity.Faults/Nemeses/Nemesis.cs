using Identity.Faults.Bed;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>One way to break a cluster.</summary>
internal abstract class Nemesis
{
    /// <summary>For --only.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    public abstract string What { get; }

    /// <summary>How often it is played, each time after the cluster was whole again.</summary>
    public virtual int Rounds => 1;

    /// <summary>Why it cannot be played; null: it can.</summary>
    public virtual string? FindObstacle(Options options) => null;

    /// <summary>The pod that it plays with; null: none in particular.</summary>
    public Pod? Victim { get; protected set; }

    /// <summary>Breaks something and mends it; returns when all that was to be done from outside is done.</summary>
    /// <param name="stage">What to play with.</param>
    /// <param name="round">Counts from 0.</param>
    public abstract Task PlayAsync(Stage stage, int round);

    /// <summary>How long a trouble stays.</summary>
    protected static TimeSpan Trouble(Stage stage) => stage.Options.Quick ? TimeSpan.FromSeconds(6) : TimeSpan.FromSeconds(20);
}
