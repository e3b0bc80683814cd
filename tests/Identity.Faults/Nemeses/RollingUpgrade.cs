using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A downgrade to another build and an upgrade back.</summary>
internal sealed class RollingUpgrade : Nemesis
{
    public override string Name => "rolling-upgrade";

    public override string What => "every pod is replaced by one of the --previous build, then by one of this build";

    public override int Rounds => 2;

    public override string? FindObstacle(Options options) => options.Previous is null ? "no --previous build was named" : null;

    public override Task PlayAsync(Stage stage, int round) => Rollout.RunAsync(stage, round == 0 ? stage.Options.Previous! : stage.Bed.Binaries);
}
