using Identity.Faults.Bed;
using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>Two troubles at once: a process dies while nobody can look up who there is.</summary>
internal sealed class KillWithoutNames : Nemesis
{
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(5);

    public override string Name => "kill-without-dns";

    public override string What => "SIGKILL of one pod while the name server does not answer";

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        await stage.Bed.Names.AnswerAsync(NameAnswers.Hanging);
        try
        {
            await stage.LastAsync(s_before);
            Victim.Signal(NativeCalls.SigKill);
            await stage.LastAsync(Trouble(stage));
        }
        finally
        {
            await stage.Bed.Names.AnswerAsync(NameAnswers.Right);
        }
    }
}
