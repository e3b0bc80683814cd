using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Fixtures;

public interface IWorkerGrain : IGrainWithStringKey
{
    Task HoldAsync(string name);
}

[StatelessWorker(2)]
internal sealed class WorkerGrain(Stage stage) : Grain, IWorkerGrain
{
    public async Task HoldAsync(string name)
    {
        stage.Signal($"{name} held");
        await stage.Signalled($"{name} released");
    }
}
