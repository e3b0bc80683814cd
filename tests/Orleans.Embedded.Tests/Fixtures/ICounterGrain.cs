using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>A grain with a record.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> AddAsync(int number);

    Task<int> ValueAsync();

    [ReadOnly]
    Task<int> ValueReadOnlyAsync();

    [ReadOnly]
    Task<int> HoldReadOnlyAsync(string name);

    Task<int> AddAfterAsync(string name, int number);

    Task ClearAsync();

    [Needs(StateNeed.Held)]
    Task<int> AddToHeldAsync(int number);

    [Needs(StateNeed.Held)]
    Task<int> HeldValueAsync();

    [Needs(StateNeed.New)]
    Task<int> AddToNewAsync(int number);

    [Needs(StateNeed.New)]
    Task<int> NewValueAsync();
}
