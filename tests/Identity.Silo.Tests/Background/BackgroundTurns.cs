using System.Collections.Concurrent;
using Identity.Grains.Background;
using Identity.Grains.Storage;
using Identity.Silo.Tests.Discovery;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Identity.Silo.Tests.Background;

/// <summary>Turns of background work, whatever they throw.</summary>
public sealed class BackgroundTurns
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(1);

    public static TheoryData<Type> Exceptions =>
    [
        typeof(InvalidOperationException), typeof(UriFormatException), typeof(OperationCanceledException), typeof(StackGuardException), typeof(OutOfMemoryException),
    ];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Come_again_after_one_that_failed(Type exception)
    {
        var turns = 0;
        var work = BackgroundWork.Periodic("test", s_period, _ => ++turns < 3 ? throw (Exception)Activator.CreateInstance(exception)! : Task.CompletedTask) with { LongestPause = s_period };

        await using var running = RunningWork.Start(work, TimeProvider.System);

        await Eventually.TrueAsync(() => turns > 4, "turns come after those that failed");
        var record = Assert.Single(running.Records.Loops);
        Assert.Equal((2L, 0), (record.Faults, record.FailuresInARow));
    }

    [Fact]
    public async Task That_should_go_on_begin_again_when_they_end()
    {
        var turns = 0;
        var work = BackgroundWork.Standing("test", async token =>
        {
            if (++turns == 3)
            {
                await Task.Delay(Timeout.Infinite, token);
            }
        }) with { LongestPause = s_period };

        await using var running = RunningWork.Start(work, TimeProvider.System);

        await Eventually.TrueAsync(() => turns == 3, "it began again");
        Assert.Equal(2, Assert.Single(running.Records.Loops).Faults);
    }

    [Fact]
    public void Wait_longer_after_each_failure_up_to_a_bound()
    {
        var work = BackgroundWork.Periodic("test", TimeSpan.FromSeconds(1), _ => Task.CompletedTask) with { LongestPause = TimeSpan.FromSeconds(20) };
        var loop = new WorkLoop(work, new WorkRecords(TimeProvider.System), TimeProvider.System, NullLogger.Instance);

        var pauses = Enumerable.Range(1, 100).Select(loop.PauseAfter).ToList();

        Assert.All(pauses, (pause, place) => Assert.InRange(pause.TotalSeconds, 0.74 * Math.Min(20, Math.Pow(2, place)), Math.Min(20, Math.Pow(2, place))));
        Assert.True(pauses.TakeLast(50).Distinct().Count() > 10, "pods that failed together come back apart");
    }

    [Fact]
    public void That_go_on_failing_are_logged_at_most_once_a_minute_and_the_same_every_ten()
    {
        var time = new TestClock();
        var record = new WorkRecords(time).OfLoop("test");
        var told = new List<bool>();

        for (var second = 0; second < 1200; second++)
        {
            told.Add(record.Failed(new InvalidOperationException("always the same")));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, told.Count(each => each));
        Assert.True(record.Failed(new InvalidOperationException("another")));
        Assert.False(record.Failed(new InvalidOperationException("a third")));
        Assert.False(record.Failed(new StorageUnavailableException("the database is away")));
        Assert.Equal((1202L, 1L), (record.Faults, record.StorageFailures));
    }

    [Fact]
    public void That_fail_leave_the_last_success_where_it_was()
    {
        var time = new TestClock();
        var records = new WorkRecords(time);
        var (periodic, standing) = (records.OfLoop("periodic"), records.OfLoop("standing"));
        var began = time.GetUtcNow().ToUnixTimeSeconds();
        standing.Began(TimeSpan.FromSeconds(30));

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal((began, began + 600), (periodic.LastSuccess, standing.LastSuccess));
        standing.Failed(new InvalidOperationException());
        time.Advance(TimeSpan.FromMinutes(10));
        standing.Began(TimeSpan.FromSeconds(30));
        Assert.Equal(began + 600, standing.LastSuccess);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(began + 1230, standing.LastSuccess);
    }

    [Fact]
    public async Task That_were_let_go_of_fail_alone()
    {
        var log = new LineLog();
        using var factory = new LoggerFactory([log]);
        using var tasks = new BackgroundTasks(new WorkRecords(TimeProvider.System), factory.CreateLogger<BackgroundTasks>());
        var done = new ConcurrentQueue<int>();

        foreach (var number in Enumerable.Range(0, 100))
        {
            tasks.Start("test", _ => number % 2 == 0 ? throw new InvalidOperationException("even") : Note(number));
        }

        await Eventually.TrueAsync(() => done.Count == 50, "the others are done");
        await tasks.StopAsync(CancellationToken.None);
        Assert.Single(log.Lines, line => line.Contains("The background task test failed", StringComparison.Ordinal));

        Task Note(int number)
        {
            done.Enqueue(number);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Drain_at_the_stop_for_as_long_as_they_may()
    {
        var stopping = new TaskCompletionSource();
        var (draining, hanging) = (new TaskCompletionSource(), new TaskCompletionSource());
        var drained = false;
        var cut = false;
        using var host = Host(
            BackgroundWork.Standing("drains", async token =>
            {
                draining.SetResult();
                await stopping.Task;
                drained = !token.IsCancellationRequested;
            }) with { DrainTime = TimeSpan.FromMinutes(1), Stopping = stopping.SetResult },
            BackgroundWork.Standing("hangs", async token =>
            {
                hanging.SetResult();
                await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cut = true;
            }) with { DrainTime = TimeSpan.FromMilliseconds(50) },
            BackgroundWork.Standing("fails when told", token => Task.Delay(Timeout.Infinite, token)) with { Stopping = () => throw new InvalidOperationException() });
        await host.StartAsync();
        await Task.WhenAll(draining.Task, hanging.Task);

        await host.StopAsync();

        Assert.Equal((true, true), (drained, cut));
    }

    private static IHost Host(params BackgroundWork[] works)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(new Worker(works));
        builder.Services.AddBackgroundWork<Worker>();
        return builder.Build();
    }

    private sealed class Worker(BackgroundWork[] works) : IBackgroundWorker
    {
        public IReadOnlyList<BackgroundWork> Works => works;
    }

    // No exception that anybody expects.
    private sealed class StackGuardException : Exception;
}
