using Identity.Faults.Bed;
using Identity.Faults.Histories;

namespace Identity.Faults.Load;

/// <summary>People who log in; now and then a code is presented twice, after the other or at the same time.</summary>
internal sealed class Logins(Wire wire, Journal journal, Client client, Attempts attempts, Targets targets, LiveSessions live, EndedSessions ended)
{
    private const int ReplayEvery = 12;
    private int _count;

    /// <summary>One person logs in; twice at most, as people do.</summary>
    public async Task LogInAsync()
    {
        var number = Interlocked.Increment(ref _count);
        var account = new Account(number % 2 == 0 ? Realms.Rotating : Realms.Steady, Realms.User(number / 4 % Realms.Users), number / 2 % 2 == 0 ? Realms.PublicClient : Realms.ConfidentialClient);
        if (!await TryAsync(account, number))
        {
            await TryAsync(account, number);
        }
    }

    private async Task<bool> TryAsync(Account account, int number)
    {
        var browser = new Browser(wire, journal, account);
        if ((await attempts.TwiceAsync(browser.OpenAsync)).Outcome != Outcome.Ok
            || (await attempts.TwiceAsync(target => browser.SubmitAsync(target, Realms.Password))).Outcome != Outcome.Ok)
        {
            return false;
        }

        if (number % ReplayEvery == ReplayEvery / 2)
        {
            // Both at once: one at most is to succeed, and what it gave is revoked by the other or will be.
            var race = await Task.WhenAll(ExchangeAsync(targets.Next(), account, browser), ExchangeAsync(targets.Next(), account, browser));
            return race.Length > 0;
        }

        var (operation, tokens) = await attempts.OnceAsync(target => ExchangeAsync(target, account, browser), result => result.Operation);
        if (tokens is null)
        {
            return operation.Outcome == Outcome.Refused;
        }

        var session = new LiveSession(account, browser.Code!, tokens);
        if (number % ReplayEvery == 0)
        {
            var (replay, _) = await ExchangeAsync(targets.Next(), account, browser);
            await ended.AddAsync(session, replay.Outcome == Outcome.Refused);
        }
        else
        {
            live.Add(session);
        }

        return true;
    }

    private Task<(Operation Operation, Tokens? Tokens)> ExchangeAsync(Target target, Account account, Browser browser) =>
        client.ExchangeAsync(target, account, browser.Code!, browser.Session ?? "", browser.Verifier);
}
