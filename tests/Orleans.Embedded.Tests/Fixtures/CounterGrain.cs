using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Fixtures;

internal sealed class CounterGrain([PersistentState("counter", "records")] IPersistentState<CounterState> state, Stage stage) : Grain, ICounterGrain
{
    public async Task<int> AddAsync(int number)
    {
        state.State = state.State with { Value = state.State.Value + number };
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<int> ValueAsync() => Task.FromResult(state.State.Value);

    public Task<int> ValueReadOnlyAsync() => ValueAsync();

    public async Task<int> HoldReadOnlyAsync(string name)
    {
        stage.Signal($"{name} held");
        await stage.Signalled($"{name} released");
        return state.State.Value;
    }

    public async Task<int> AddAfterAsync(string name, int number)
    {
        stage.Signal($"{name} held");
        await stage.Signalled($"{name} released");
        return await AddAsync(number);
    }

    public Task ClearAsync() => state.ClearStateAsync();

    public Task<int> AddToHeldAsync(int number) => AddAsync(number);

    public Task<int> HeldValueAsync() => ValueAsync();

    public Task<int> AddToNewAsync(int number) => AddAsync(number);

    public Task<int> NewValueAsync() => ValueAsync();
}

public sealed record CounterState
{
    public int Value { get; init; }
}
