namespace Orleans.Embedded.Tests.Fixtures;

internal sealed class ProbeGrain(Stage stage) : Grain, IProbeGrain
{
    private readonly Guid _instance = Guid.NewGuid();
    private readonly List<int> _appended = [];
    private int _count;
    private int _inside;
    private int _held;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        stage.Signal($"activated {key}");
        var isFirst = stage.CountOf($"activated {key}") == 1;
        if (isFirst && key == "broken")
        {
            throw new InvalidDataException("It is broken.");
        }

        if (isFirst && key == "stuck")
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        stage.Signal($"deactivated {this.GetPrimaryKeyString()}");
        stage.Signal($"deactivated {this.GetPrimaryKeyString()} {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task AppendAsync(int number)
    {
        _appended.Add(number);
        return Task.CompletedTask;
    }

    public Task<int[]> AppendedAsync() => Task.FromResult(_appended.ToArray());

    public async ValueTask<int> CountUnsafelyAsync()
    {
        Assert.Equal(1, ++_inside);
        var before = _count;
        await Task.Yield();
        _count = before + 1;
        await Task.Yield();
        Assert.Equal(0, --_inside);
        return _count;
    }

    public async Task HoldAsync(string name)
    {
        _held++;
        stage.Signal($"{name} held");
        await stage.Signalled($"{name} released");
        _held--;
    }

    public Task<bool> IsHeldAsync() => Task.FromResult(_held > 0);

    public Task HoldReadOnlyAsync(string name) => HoldAsync(name);

    public ValueTask ThrowAsync(string message) => throw new InvalidDataException(message);

    public Task HoldAsync(string name, CancellationToken cancellationToken)
    {
        stage.Signal($"{name} held");
        return stage.Signalled($"{name} released").WaitAsync(cancellationToken);
    }

    public Task CallAsync(string[] path) =>
        path.Length == 0 ? Task.CompletedTask : GrainFactory.GetGrain<IProbeGrain>(path[0]).CallAsync(path[1..]);

    public async Task CallAfterAsync(string name, string[] path)
    {
        await HoldAsync(name);
        await CallAsync(path);
    }

    public Task<Guid> InstanceAsync() => Task.FromResult(_instance);

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task StayAsync(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task TickAsync(bool throwing, TimeSpan period)
    {
        var ticks = 0;
        this.RegisterGrainTimer(
            () =>
            {
                Assert.Equal(0, _inside);
                stage.Signal($"tick {++ticks}");
                return throwing ? throw new InvalidDataException("It ticks badly.") : Task.CompletedTask;
            },
            period,
            period);
        return Task.CompletedTask;
    }

    public Task TellSelfAsync(string name) => this.AsReference<IProbeGrain>().TellAsync(name);

    public Task TellAsync(string name) => HoldAsync(name);
}
