using System.Globalization;
using Identity.Faults.Networks;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A process stands still and goes on: a frozen machine, a long collection, a starved processor.</summary>
internal sealed class Pause(int seconds) : Nemesis
{
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"pause-{seconds}");

    public override string What => string.Create(CultureInfo.InvariantCulture, $"SIGSTOP of one pod for {seconds} s");

    public override async Task PlayAsync(Stage stage, int round)
    {
        Victim = stage.Pods[0];
        var server = Victim.Server;
        server.Signal(NativeCalls.SigStop);
        try
        {
            await stage.LastAsync(TimeSpan.FromSeconds(seconds));
        }
        finally
        {
            server.Signal(NativeCalls.SigContinue);
        }
    }
}
