using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A pod and PostgreSQL lose each other.</summary>
internal sealed class CutDatabase : Nemesis
{
    public override string Name => "cut-database";

    public override string What => "no packets between one pod and PostgreSQL";

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        await using var filters = new Filters();
        await filters.CutAsync(Victim.Host, stage.Bed.Database.Host);
        await stage.LastAsync(Trouble(stage));
    }
}
