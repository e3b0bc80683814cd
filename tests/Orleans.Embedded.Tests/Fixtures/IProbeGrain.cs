using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>A grain without records that tells how it was run.</summary>
public interface IProbeGrain : IGrainWithStringKey
{
    Task AppendAsync(int number);

    Task<int[]> AppendedAsync();

    ValueTask<int> CountUnsafelyAsync();

    Task HoldAsync(string name);

    [AlwaysInterleave]
    Task<bool> IsHeldAsync();

    [ReadOnly]
    Task HoldReadOnlyAsync(string name);

    ValueTask ThrowAsync(string message);

    Task HoldAsync(string name, CancellationToken cancellationToken);

    Task CallAsync(string[] path);

    Task CallAfterAsync(string name, string[] path);

    Task<Guid> InstanceAsync();

    Task LeaveAsync();

    Task StayAsync(TimeSpan time);

    Task TickAsync(bool throwing, TimeSpan period);

    Task TellSelfAsync(string name);

    [OneWay]
    Task TellAsync(string name);
}
