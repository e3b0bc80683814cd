namespace Orleans.Runtime;

/// <summary>A timer of a grain. Disposing it stops it; it ends with its activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when the timer ticks next and how long after a tick the following one comes.</summary>
    /// <param name="dueTime">Time to the next tick; <see cref="Timeout.InfiniteTimeSpan"/> stops the timer.</param>
    /// <param name="period">Time from the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/> for no further tick.</param>
    void Change(TimeSpan dueTime, TimeSpan period);
}
