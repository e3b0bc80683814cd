using BenchmarkDotNet.Attributes;
using Identity.Benchmarks.Installation;
using Identity.Grains.Claims;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Benchmarks.Realms;

/// <summary>What each request looks up in memory.</summary>
public class RealmBenchmarks
{
    private Pod _pod = null!;
    private RealmSnapshots _realms = null!;
    private RealmSnapshot _realm = null!;
    private ClientState _client = null!;
    private UserState _user = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pod = await Pod.StartAsync();
        _realms = _pod.Service<RealmSnapshots>();
        _realm = (await _pod.RealmAsync(Realm.Plain)).Realm;
        _client = _realm.FindClient(Realm.App)!;
        _user = await _pod.UserAsync(_realm);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync() => await _pod.DisposeAsync();

    [Benchmark(Description = "realm by name")]
    public ValueTask<RealmSnapshot?> ByName() => _realms.FindAsync(Realm.Plain, CancellationToken.None);

    [Benchmark(Description = "realm by id")]
    public ValueTask<RealmSnapshot?> ById() => _realms.FindByIdAsync(_realm.Id, CancellationToken.None);

    [Benchmark(Description = "client by client_id")]
    public object? Client() => _realm.FindClient(Realm.App);

    [Benchmark(Description = "scope parameter to grant")]
    public object? Scope() => ScopeGrant.Resolve(_realm, _client, "openid profile email");

    [Benchmark(Description = "roles of a user")]
    public object Roles() => _realm.EffectiveRoles(_user);
}
