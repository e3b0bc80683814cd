using System.Collections.Concurrent;
using Identity.Faults.Bed;

namespace Identity.Faults.Load;

/// <summary>Everything that clients do, at rates that no answer and no silence changes.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private const int WantedSessions = 120;
    private const int Guessers = 2;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentQueue<string> _mistakes = new();
    private readonly List<Task> _loops = [];
    private readonly Wire _wire;
    private readonly Logins _logins;
    private readonly Uses _uses;
    private readonly Ends _ends;
    private readonly EndedSessions _ended;
    private readonly Guesses _guesses;
    private readonly LiveSessions _live = new();

    public SteadyLoad(TestBed bed, Journal journal, Targets targets)
    {
        Journal = journal;
        Tally = new Tally(journal);
        _wire = new Wire(bed, journal);
        var client = new Client(_wire, journal);
        var attempts = new Attempts(targets, Tally);
        _ended = new EndedSessions(client, targets);
        _logins = new Logins(_wire, journal, client, attempts, targets, _live, _ended);
        _uses = new Uses(client, attempts, targets, _live);
        _ends = new Ends(client, attempts, targets, _live, _ended, WantedSessions);
        _guesses = new Guesses(_wire, journal, targets);
    }

    public Journal Journal { get; }

    public Tally Tally { get; }

    /// <summary>Begins; returns when most of the sessions are logged in.</summary>
    public async Task StartAsync()
    {
        await Parallel.ForAsync(0, WantedSessions * 6 / 5, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) => await _logins.LogInAsync());
        Begin(30, _uses.RefreshAsync);
        Begin(6, _uses.ReadAsync);
        Begin(3, _logins.LogInAsync);
        Begin(3, _ends.EndAsync);
        Begin(3, _ended.AskAgainAsync);
        Begin(0.4, _ends.StealAsync);
        for (var guesser = 0; guesser < Guessers; guesser++)
        {
            _loops.Add(_guesses.RunAsync(_stop.Token));
        }
    }

    /// <summary>Refreshes every session once, to see that it lives.</summary>
    public Task CallTheRollAsync() => _uses.CallTheRollAsync();

    /// <summary>What went wrong in the load itself.</summary>
    public IReadOnlyCollection<string> Mistakes => _mistakes;

    /// <summary>Sessions logged in.</summary>
    public int Sessions => _live.Count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        await Task.WhenAll(_running.Keys);
        _wire.Dispose();
        _stop.Dispose();
    }

    // The load's own mistakes must not pass for the server's.
    private async Task TellAsync(Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (Exception exception)
        {
            _mistakes.Enqueue(exception.ToString());
        }
    }

    private void Begin(double perSecond, Func<Task> request) => _loops.Add(RepeatAsync(TimeSpan.FromSeconds(1 / perSecond), request));

    private async Task RepeatAsync(TimeSpan period, Func<Task> request)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var running = Task.Run(() => TellAsync(request), CancellationToken.None);
                _running[running] = true;
                _ = running.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
