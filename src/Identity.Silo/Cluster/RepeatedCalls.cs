using System.Collections.Concurrent;
using System.Reflection;
using Identity.Grains;
using Identity.Grains.Background;

namespace Identity.Silo.Cluster;

/// <summary>Calls a grain again, at its new home, when the silo of the first call has died under it.</summary>
/// <remarks>A call that was never delivered is always repeated, one whose outcome is unknown only where the method is
/// <see cref="RepeatableAttribute"/>. The caller waits until the dead silo is known to be dead, which is about a tenth of a second
/// when its process is gone, and as long as the probes take when it stands still.</remarks>
internal sealed class RepeatedCalls(TimeProvider time) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<MethodInfo, bool> _repeatable = new();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var started = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (OrleansMessageRejectionException exception) when (time.GetElapsedTime(started) < s_patience && MayRepeat(context, exception))
            {
                await Task.Delay(Backoff.After(attempt, s_firstPause, s_longestPause), time);
            }
        }
    }

    private bool MayRepeat(IOutgoingGrainCallContext context, OrleansMessageRejectionException exception) =>
        exception is not SiloUnavailableException
        || _repeatable.GetOrAdd(context.InterfaceMethod, static method => method.GetCustomAttribute<RepeatableAttribute>() is not null);
}
