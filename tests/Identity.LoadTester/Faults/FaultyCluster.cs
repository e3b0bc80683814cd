using Identity.Faults;
using Identity.Faults.Bed;
using Identity.Faults.Load;
using Identity.Faults.Runs;
using Identity.LoadTester.Data;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Faults;

/// <summary>The test bed of <c>./identity faults</c>, three pods behind a proxy, with the realm of the load tester.</summary>
internal sealed class FaultyCluster : IAsyncDisposable
{
    private readonly TestBed _bed;
    private readonly Watch _watch;

    private FaultyCluster(TestBed bed, Watch watch) => (_bed, _watch) = (bed, watch);

    /// <summary>Sets it up and waits until it is whole; throws when it cannot be.</summary>
    public static async Task<FaultyCluster> StartAsync(string binaries, SiteOptions site, PasswordHash hash, TextWriter output, CancellationToken stop)
    {
        if (TestBed.FindObstacle() is { } obstacle)
        {
            throw new InvalidOperationException($"No faults can be played here: {obstacle}.");
        }

        var bed = await TestBed.StartAsync(binaries, pods: 3);
        var cluster = new FaultyCluster(bed, new Watch(bed, new Journal(), new Targets(bed)));
        try
        {
            if (await cluster.Stage(stop).WholeAsync() is null)
            {
                throw new InvalidOperationException($"The cluster does not get whole: {await cluster._watch.FindTroubleAsync()}");
            }

            var own = cluster.Of(site);
            await DataUpload.SendAsync(new DataSet(own, hash, Rotates: false), output, stop, bed.Clients.ConnectAsync);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the realm, from the clients' machine through the service, each request on a connection of its own.</summary>
    public Task<Site> OpenAsync(SiteOptions site) => Site.OpenAsync(Of(site), _bed.Clients.ConnectAsync);

    /// <summary>Plays faults at their times, each when the one before has been overcome, and marks what happens.</summary>
    public async Task PlayAsync(IReadOnlyList<PlannedFault> faults, Recorder recorder, CancellationToken stop)
    {
        try
        {
            foreach (var planned in faults.OrderBy(planned => planned.At))
            {
                if (planned.At - recorder.Elapsed is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, stop);
                }

                recorder.Mark(planned.Fault.Name);
                await planned.Fault.PlayAsync(Stage(stop), round: 0);
                recorder.Mark(await Stage(stop).WholeAsync() is null ? "not whole" : "whole again");
            }
        }
        catch (OperationCanceledException)
        {
            recorder.Mark("the run ended before the cluster was whole");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _bed.DisposeAsync();
    }

    private Stage Stage(CancellationToken stop) => new(_bed, _watch, new Options { Quick = true }, stop);

    private SiteOptions Of(SiteOptions site) => site with { Urls = [new Uri(_bed.Proxy.Url)], NewConnections = true, Admin = "admin", AdminPassword = "admin-password" };
}
