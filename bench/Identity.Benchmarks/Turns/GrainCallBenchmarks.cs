using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Grains.Users;

namespace Identity.Benchmarks.Turns;

/// <summary>A call of a grain that is in memory already, and reads of records that are held.</summary>
public class GrainCallBenchmarks
{
    private const int Together = 64;

    private readonly Task[] _calls = new Task[Together];
    private Pod _pod = null!;
    private IGrainFactory _grains = null!;
    private UserReader _users = null!;
    private string _realm = "";
    private string[] _userIds = [];

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _grains = _pod.Grains;
        _users = _pod.Service<UserReader>();
        var realm = (await _pod.RealmAsync(Realm.Plain)).Realm;
        var known = await _pod.UserAsync(realm);
        _realm = realm.Id;
        _userIds = [.. Enumerable.Range(0, Together).Select(i => i == 0 ? known.Id : $"nobody-{i}")];
        await SharedVersionChecks();
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "call without a record", Baseline = true)]
    public Task<int> Echo() => _grains.GetGrain<IEchoGrain>("echo").EchoAsync(1);

    [Benchmark(Description = "read with a version check in the database")]
    public Task VersionCheck() => User(0);

    [Benchmark(Description = "the same, 64 records at a time, each", OperationsPerInvoke = Together)]
    public Task SharedVersionChecks()
    {
        for (var i = 0; i < Together; i++)
        {
            _calls[i] = User(i);
        }

        return Task.WhenAll(_calls);
    }

    private Task<UserState?> User(int number) => _users.FindAsync(_realm, _userIds[number], CancellationToken.None);
}
