using Identity.Faults.Bed;

namespace Identity.Faults.Runs;

/// <summary>What a nemesis has to play with.</summary>
/// <param name="Bed">The cluster.</param>
/// <param name="Watch">Who says when it is whole.</param>
/// <param name="Options">How long to play, and what else was asked for.</param>
/// <param name="Stop">The run is over.</param>
internal sealed record Stage(TestBed Bed, Watch Watch, Options Options, CancellationToken Stop)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>The pods, the oldest first.</summary>
    public IReadOnlyList<Pod> Pods => Bed.Pods.All;

    /// <summary>Waits until the cluster is whole; answers when it was, null when it was not in two minutes.</summary>
    public Task<TimeSpan?> WholeAsync() => Watch.WaitUntilWholeAsync(s_patience, Stop);

    /// <summary>Waits.</summary>
    public Task LastAsync(TimeSpan time) => Task.Delay(time, Stop);
}
