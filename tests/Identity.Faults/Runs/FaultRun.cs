using Identity.Faults.Bed;
using Identity.Faults.Histories;
using Identity.Faults.Load;
using Identity.Faults.Nemeses;

namespace Identity.Faults.Runs;

/// <summary>Plays one fault under load and says what it did.</summary>
internal sealed class FaultRun(Stage stage, SteadyLoad load)
{
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(2);

    public async Task<FaultRow> PlayAsync(Nemesis nemesis)
    {
        var trouble = await stage.WholeAsync() is null ? $"not whole before: {await stage.Watch.FindTroubleAsync()}" : null;
        var mistakes = load.Mistakes.Count;
        var lostBefore = HistoryChecker.CountLost(load.Journal.Operations);
        load.Tally.Reset();
        var began = load.Journal.Now;
        await stage.LastAsync(s_calm);
        var row = new FaultRow { Fault = nemesis.Name, Tally = load.Tally.Read(), Whole = TimeSpan.Zero, Trouble = trouble };
        for (var round = 0; round < (stage.Options.Quick ? 1 : nemesis.Rounds); round++)
        {
            row = await PlayAsync(nemesis, round, row);
        }

        // Clients that wait for a time-out have it behind them then.
        await stage.LastAsync(s_calm);
        row = row with { Tally = load.Tally.Read() };
        await load.CallTheRollAsync();
        return row with
        {
            SessionsLost = HistoryChecker.CountLost(load.Journal.Operations) - lostBefore,
            Violations = HistoryChecker.Check(Since(began), Realms.Rules),
            Trouble = row.Trouble ?? (load.Mistakes.Count > mistakes ? $"the load failed: {load.Mistakes.Last()}" : null),
        };
    }

    private async Task<FaultRow> PlayAsync(Nemesis nemesis, int round, FaultRow row)
    {
        var acted = load.Journal.Now;
        try
        {
            await nemesis.PlayAsync(stage, round);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            row = row with { Trouble = exception.Message };
        }

        var mended = load.Journal.Now;
        var whole = await stage.WholeAsync() - mended;
        var left = nemesis.Victim is { } victim ? stage.Watch.LeftAt(victim, acted) - acted : null;
        return row with
        {
            Whole = row.Whole is null || whole is null ? null : Longer(whole.Value, row.Whole.Value),
            LeftService = left is null ? row.LeftService : Longer(left.Value, row.LeftService ?? TimeSpan.Zero),
            Trouble = row.Trouble ?? (whole is null ? $"not whole again: {await stage.Watch.FindTroubleAsync()}" : null),
        };
    }

    // Whatever happened since, with all that is known of the same sessions, users and codes from before.
    private List<Operation> Since(TimeSpan began)
    {
        var all = load.Journal.Operations;
        var touched = all.Where(operation => operation.CompletedAt >= began).Select(Owner).ToHashSet();
        return [.. all.Where(operation => touched.Contains(Owner(operation)) || operation.Kind is OperationKind.Login or OperationKind.WrongPassword)];
    }

    private static string Owner(Operation operation) => operation.Session ?? operation.User;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
