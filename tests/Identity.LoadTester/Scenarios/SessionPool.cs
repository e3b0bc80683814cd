using System.Collections.Concurrent;
using System.Diagnostics;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>Sessions that are logged in; one that is taken belongs to nobody else until it is put back, as refresh tokens that rotate want it.</summary>
internal sealed class SessionPool(Site site)
{
    // Two logins at a time for each processor: the hash is what they wait for.
    private static readonly int s_parallel = Environment.ProcessorCount * 2;
    private readonly ConcurrentQueue<Session> _free = new();

    /// <summary>How many are free.</summary>
    public int Count => _free.Count;

    /// <summary>Logs users in until there are that many; throws when that fails.</summary>
    public async Task FillAsync(int wanted, TextWriter output, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var recorder = new Recorder(new RunPlan { WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromHours(1) });
        await Parallel.ForAsync(_free.Count, wanted, new ParallelOptions { MaxDegreeOfParallelism = s_parallel, CancellationToken = stop }, async (number, _) =>
        {
            var session = site.NewSession(number % site.Options.Users);
            if (await Person.LogInAsync(site, Flow.Now(recorder), session, site.Options.Client))
            {
                _free.Enqueue(session);
            }
        });
        if (recorder.Complaints.Count > 0)
        {
            throw new InvalidOperationException($"Sessions cannot be prepared: {string.Join("; ", recorder.Complaints.Keys)}");
        }

        await output.WriteLineAsync($"{wanted} sessions logged in, {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
    }

    /// <summary>Takes the one that has been free for the longest; null: all are taken.</summary>
    public Session? Take() => _free.TryDequeue(out var session) ? session : null;

    /// <summary>Gives it back.</summary>
    public void PutBack(Session session) => _free.Enqueue(session);
}
