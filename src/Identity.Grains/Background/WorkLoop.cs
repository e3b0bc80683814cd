using Microsoft.Extensions.Logging;

namespace Identity.Grains.Background;

/// <summary>Does one background work, turn after turn. Whatever a turn throws is counted and told of, and the next one comes: after a pause
/// that doubles with each failure in a row, spread by a quarter, up to the work's longest.</summary>
public sealed partial class WorkLoop(BackgroundWork work, WorkRecords records, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);

    private readonly WorkRecord _record = records.OfLoop(work.Name);

    /// <summary>Returns when the work was stopped; fails with nothing.</summary>
    /// <param name="stopping">The server begins to stop: no further turn.</param>
    /// <param name="stop">A turn under way is to end too.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken stop)
    {
        // Nothing of it on the thread of who starts it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var timer = work is { Rhythm: WorkRhythm.Periodic } && work.Spread == TimeSpan.Zero ? new PeriodicTimer(work.Period, time) : null;
        try
        {
            if (!work.BeginsAtOnce)
            {
                await RestAsync(timer, stopping).ConfigureAwait(false);
            }

            while (!stopping.IsCancellationRequested)
            {
                if (await TryTurnAsync(stopping, stop).ConfigureAwait(false))
                {
                    await RestAsync(timer, stopping).ConfigureAwait(false);
                }
                else
                {
                    await Task.Delay(PauseAfter(_record.FailuresInARow), time, stopping).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped between two turns.
        }
    }

    /// <summary>How long to wait after so many failures in a row.</summary>
    internal TimeSpan PauseAfter(int failures)
    {
        var first = work.Period > s_firstPause ? work.Period : s_firstPause;
        var longest = work.LongestPause > first ? work.LongestPause : first;
        return Backoff.After(failures, first, longest);
    }

    private async Task<bool> TryTurnAsync(CancellationToken stopping, CancellationToken stop)
    {
        try
        {
            if (work.Rhythm == WorkRhythm.Standing)
            {
                _record.Began(work.LongestPause);
            }

            await work.Turn(stop).ConfigureAwait(false);
            if (work.Rhythm == WorkRhythm.Standing && !stopping.IsCancellationRequested)
            {
                throw new InvalidOperationException("It ended by itself.");
            }

            if (_record.Succeeded() > 0)
            {
                LogGoesOn(work.Name);
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception)
        {
            // Whatever it is: that the others and the next turn go on is what this class is for.
            Note(exception);
            return false;
        }
    }

    private void Note(Exception exception)
    {
        if (_record.Failed(exception))
        {
            LogFailed(exception, work.Name, _record.TakeUntold());
        }
        else
        {
            LogFailedAgain(work.Name, exception.Message);
        }
    }

    private async Task RestAsync(PeriodicTimer? timer, CancellationToken stopping)
    {
        if (timer is not null)
        {
            await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
        }
        else if (work.Rhythm == WorkRhythm.Periodic)
        {
            await Task.Delay(work.Period + (work.Spread * Random.Shared.NextDouble()), time, stopping).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The background work {Work} failed ({Times} times since this was last told) and goes on")]
    private partial void LogFailed(Exception exception, string work, int times);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The background work {Work} failed: {Reason}")]
    private partial void LogFailedAgain(string work, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The background work {Work} succeeds again")]
    private partial void LogGoesOn(string work);
}
