using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>PostgreSQL dies and comes back.</summary>
internal sealed class KillDatabase : Nemesis
{
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(5);

    public override string Name => "kill-database";

    public override string What => "SIGKILL of PostgreSQL, started again after 5 s";

    public override async Task PlayAsync(Stage stage, int round)
    {
        await stage.Bed.Database.KillAsync();
        await stage.LastAsync(s_away);
        await stage.Bed.Database.StartAsync();
    }
}
