using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Fixtures;

public interface IReentrantGrain : IGrainWithStringKey
{
    Task HoldAsync(string name);

    Task<int> CountInPiecesAsync();

    Task<int> CallBackAsync(bool deeper);
}

[Reentrant]
internal sealed class ReentrantGrain(Stage stage, IGrainContext context) : Grain, IReentrantGrain
{
    private int _running;
    private int _count;

    public async Task HoldAsync(string name)
    {
        stage.Signal($"{name} held");
        await stage.Signalled($"{name} released");
    }

    public async Task<int> CountInPiecesAsync()
    {
        for (var piece = 0; piece < 10; piece++)
        {
            Assert.Equal(1, Interlocked.Increment(ref _running));
            _count++;
            Interlocked.Decrement(ref _running);
            await Task.Yield();
        }

        return _count;
    }

    public Task<int> CallBackAsync(bool deeper)
    {
        Assert.Same(GrainContext, context);
        return deeper ? this.AsReference<IReentrantGrain>().CallBackAsync(false) : Task.FromResult(1);
    }
}
