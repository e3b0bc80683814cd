using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>Where grains and tests wait for each other: named signals that stay set, and counters.</summary>
public sealed class Stage
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public void Signal(string name)
    {
        _counts.AddOrUpdate(name, 1, (_, count) => count + 1);
        For(name).TrySetResult();
    }

    public int CountOf(string name) => _counts.GetValueOrDefault(name);

    public bool IsSet(string name) => For(name).Task.IsCompleted;

    public Task Signalled(string name) => For(name).Task.OrFail($"the signal '{name}' did not come");

    internal static async Task<T> Wait<T>(Task<T> task, string failure)
    {
        await Wait((Task)task, failure);
        return await task;
    }

    internal static async Task Wait(Task task, string failure)
    {
        try
        {
            await task.WaitAsync(s_patience);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail(failure);
        }
    }

    private TaskCompletionSource For(string name) =>
        _signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
