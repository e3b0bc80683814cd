using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>Notices a database that takes questions and answers none: a frozen machine, a network that swallows packets. Calls
/// then fail within some three seconds, and those that follow at once, instead of each waiting for a timeout of its own.</summary>
/// <remarks>Nothing is asked while calls are answered or none are made. Where some wait and none has been answered for half a
/// second, one question on a connection apart decides; it is repeated until it is answered.</remarks>
internal sealed class HangWatch : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly ITimer _timer;
    private CancellationTokenSource _hanging = new();
    private Task<bool>? _question;
    private long _answers;
    private long _answersSeen;
    private int _waiting;
    private int _looking;

    /// <summary>Asks on connections of the source, which must not be those that hang.</summary>
    public HangWatch(NpgsqlDataSource source)
    {
        _source = source;

        // The system's clock whatever the grains' may be: a database hangs in real time.
        _timer = TimeProvider.System.CreateTimer(static watch => _ = ((HangWatch)watch!).LookAsync(), this, s_period, s_period);
    }

    /// <summary>Cancelled while the database hangs; another one each time it answers again.</summary>
    public CancellationToken Hanging => Volatile.Read(ref _hanging).Token;

    /// <summary>A call is made.</summary>
    public void Asked() => Interlocked.Increment(ref _waiting);

    /// <summary>A call that was made is over.</summary>
    public void Ended(bool answered)
    {
        if (answered)
        {
            Interlocked.Increment(ref _answers);
        }

        Interlocked.Decrement(ref _waiting);
    }

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _looking, 1) == 1)
        {
            return;
        }

        try
        {
            var answers = Interlocked.Read(ref _answers);
            var silent = answers == _answersSeen && Volatile.Read(ref _waiting) > 0;
            _answersSeen = answers;
            if (!silent && !_hanging.IsCancellationRequested)
            {
                return;
            }

            if (!await AnswersAsync().ConfigureAwait(false))
            {
                await _hanging.CancelAsync().ConfigureAwait(false);
            }
            else if (_hanging.IsCancellationRequested)
            {
                Volatile.Write(ref _hanging, new CancellationTokenSource());
            }
        }
        finally
        {
            Volatile.Write(ref _looking, 0);
        }
    }

    // A question that is still open is not asked again: the driver does not give up while it connects.
    private async Task<bool> AnswersAsync()
    {
        var question = _question ??= AskAsync();
        try
        {
            var answers = await question.WaitAsync(s_patience).ConfigureAwait(false);
            _question = null;
            return answers;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // A refusal is an answer, whatever it says: calls are refused as quickly. Never fails: the watch would stand still, and with it every call.
    private async Task<bool> AskAsync()
    {
        try
        {
            await using var command = _source.CreateCommand("SELECT 1");
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            return exception is not TimeoutException && exception.InnerException is not TimeoutException;
        }
    }
}
