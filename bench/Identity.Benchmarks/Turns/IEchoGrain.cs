
namespace Identity.Benchmarks.Turns;

/// <summary>Has no record: a call of it is the runtime's work alone.</summary>
public interface IEchoGrain : IGrainWithStringKey
{
    /// <summary>Answers what it is given.</summary>
    Task<int> EchoAsync(int value);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> EchoAsync(int value) => Task.FromResult(value);
}
