using Identity.Faults.Bed;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>Somebody guesses the passwords of one user after the other until each is locked out, then has the right one.</summary>
internal sealed class Guesses(Wire wire, Journal journal, Targets targets)
{
    private const int RightOnes = 6;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private int _count;

    /// <summary>Goes through one user after the other until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref _count);
                await GuessAsync(new Account(number % 2 == 0 ? Realms.Rotating : Realms.Steady, Realms.Victim(number / 2 % Realms.Victims), Realms.PublicClient), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private async Task GuessAsync(Account account, CancellationToken stop)
    {
        for (var wrong = 0; wrong < Realms.Rules.FailureFactor; wrong++)
        {
            // What got no answer may not have been counted.
            while (await SubmitAsync(account, "wrong-password") != Outcome.Refused)
            {
                await Task.Delay(s_pause / 4, stop);
            }
        }

        for (var right = 0; right < RightOnes; right++)
        {
            if (await SubmitAsync(account, Realms.Password) is Outcome.Ok or Outcome.Unknown)
            {
                return;
            }

            await Task.Delay(s_pause, stop);
        }
    }

    private async Task<Outcome> SubmitAsync(Account account, string password)
    {
        var browser = new Browser(wire, journal, account);
        var page = await browser.OpenAsync(targets.Next());
        return page.Outcome == Outcome.Ok ? (await browser.SubmitAsync(targets.Next(), password)).Outcome : Outcome.Unreached;
    }
}
