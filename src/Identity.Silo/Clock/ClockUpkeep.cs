using System.Diagnostics.Metrics;
using Identity.Grains.Background;
using Identity.Silo.Lifetime;
using Identity.Silo.Storage;
using Npgsql;

namespace Identity.Silo.Clock;

/// <summary>Sets the clock by the database: before the server is ready, and once a second from then on.</summary>
internal sealed partial class ClockUpkeep : IBackgroundWorker, IStartupStep, IDisposable
{
    // A pod's first answers are slow; the fastest of some counts.
    private const int Answers = 3;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_worthTelling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_mostToJoin = TimeSpan.FromSeconds(5);

    private readonly DatabaseClock _clock;
    private readonly NpgsqlDataSource _database;
    private readonly ILogger<ClockUpkeep> _logger;
    private readonly Meter _meter;

    public ClockUpkeep(DatabaseClock clock, NpgsqlDataSource database, IMeterFactory meters, ILogger<ClockUpkeep> logger)
    {
        (_clock, _database, _logger) = (clock, database, logger);
        _meter = meters.Create("Identity.Clock");
        _meter.CreateObservableGauge("identity.clock.machine_ahead", () => Math.Round(clock.MachineAhead.TotalSeconds, 3), "s", "How far the machine's clock is ahead of the database's.");
    }

    public IReadOnlyList<BackgroundWork> Works => [BackgroundWork.Periodic("clock", s_period, FollowAsync) with { LongestPause = s_longestPause }];

    public string Name => "the database's time";

    /// <summary>Does not let a pod join whose machine is wrong: Orleans judges its members by the time that each wrote.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var answer = 0; answer < Answers; answer++)
        {
            await CorrectAsync(cancellationToken);
        }

        if (_clock.MachineAhead is var ahead && ahead.Duration() > s_mostToJoin)
        {
            throw new NotYetException(FormattableString.Invariant(
                $"this machine's clock is {ahead.TotalSeconds:0.0} s ahead of the database's (negative: behind); a pod joins within {s_mostToJoin.TotalSeconds:0} s"));
        }
    }

    public void Dispose() => _meter.Dispose();

    // The clock goes on by itself while the database is away.
    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            await CorrectAsync(stoppingToken);
        }
        catch (Exception exception) when (StorageFault.IsUnavailable(exception))
        {
            throw StorageFault.Unavailable(exception);
        }
    }

    private async Task CorrectAsync(CancellationToken cancellationToken)
    {
        // Opened first: what that takes is no part of an answer's way.
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var askedAt = _clock.GetTimestamp();
        var told = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
        var correction = _clock.Correct(new DateTimeOffset(told, TimeSpan.Zero), askedAt, _clock.GetTimestamp());
        if (correction.Duration() > s_worthTelling)
        {
            LogCorrected(correction.TotalSeconds);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock was off by {Seconds:0.0} s and now follows the database's: check the time service of this machine and of the database's")]
    private partial void LogCorrected(double seconds);
}
