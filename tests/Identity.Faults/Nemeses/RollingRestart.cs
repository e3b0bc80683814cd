using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>kubectl rollout restart.</summary>
internal sealed class RollingRestart : Nemesis
{
    public override string Name => "rolling-restart";

    public override string What => "every pod is replaced by a new one with a new address, one at a time";

    public override Task PlayAsync(Stage stage, int round) => Rollout.RunAsync(stage, stage.Bed.Binaries);
}
