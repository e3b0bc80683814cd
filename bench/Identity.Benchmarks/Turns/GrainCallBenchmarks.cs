using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Benchmarks.Turns;

/// <summary>A call to a grain that is in memory already.</summary>
public class GrainCallBenchmarks
{
    private const int Together = 64;

    private readonly Task[] _calls = new Task[Together];
    private Pod _pod = null!;
    private IGrainFactory _grains = null!;
    private string[] _userKeys = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _grains = _pod.Grains;
        var realm = (await _pod.RealmAsync(Realm.Plain)).Realm;
        var known = await _pod.UserAsync(realm);
        _userKeys = [.. Enumerable.Range(0, Together).Select(i => new EntityKey(realm.Id, i == 0 ? known.Id : $"nobody-{i}").ToString())];
        await SharedVersionChecks();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "call without a record", Baseline = true)]
    public Task<int> Echo() => _grains.GetGrain<IEchoGrain>("echo").EchoAsync(1);

    [Benchmark(Description = "call with a version check in the database")]
    public Task VersionCheck() => User(0);

    [Benchmark(Description = "the same, 64 grains at a time, each", OperationsPerInvoke = Together)]
    public Task SharedVersionChecks()
    {
        for (var i = 0; i < Together; i++)
        {
            _calls[i] = User(i);
        }

        return Task.WhenAll(_calls);
    }

    private Task<UserState?> User(int number) => _grains.GetGrain<IUserGrain>(_userKeys[number]).GetAsync(CancellationToken.None);
}
