using System.Diagnostics.Metrics;
using Identity.Grains.OneTimeCodes;
using Identity.Grains.Passwords;
using Identity.Grains.Passwords.Internal;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Identity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains.Tests.Passwords;

/// <summary>Two pods on one database, with one realm and its user alice.</summary>
internal sealed class LoginPods : IAsyncDisposable
{
    public const string Password = "s3cret-of-alice";
    private readonly TestDatabase _database;
    private readonly GrainHost[] _pods;
    private readonly MeterListener _listener = new();
    private readonly string _realmId = Guid.NewGuid().ToString();
    private int _hashes;

    private LoginPods(TestDatabase database, TestClock time, GrainHost[] pods)
    {
        _database = database;
        Time = time;
        _pods = pods;
        var meters = pods.Select(pod => pod.Services.GetRequiredService<IMeterFactory>()).ToArray();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == PasswordMetrics.HashDuration && meters.Contains(instrument.Meter.Scope))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _hashes));
        _listener.Start();
    }

    public TestClock Time { get; }

    public string UserId { get; } = Guid.NewGuid().ToString();

    /// <summary>Hashes computed on both pods so far.</summary>
    public int Hashes => Volatile.Read(ref _hashes);

    public static async Task<LoginPods> StartAsync(PostgresServer server, Func<RealmState, RealmState>? settings = null, Func<UserState, UserState>? user = null, int failuresPerNetwork = 300)
    {
        var database = await server.CreateDatabaseAsync();
        var time = new TestClock();
        void Configure(IServiceCollection services) => services.Configure<PasswordsOptions>(options => options.FailuresPerNetwork = failuresPerNetwork);
        var pods = new LoginPods(database, time, [await GrainHost.StartAsync(database, time, Configure), await GrainHost.StartAsync(database, time, Configure)]);
        await pods.CreateAsync(settings ?? (realm => realm), user ?? (alice => alice));
        return pods;
    }

    public IUserGrain User(int pod, string? id = null) => Grain<IUserGrain>(pod, id ?? UserId);

    public T Grain<T>(int pod, string id)
        where T : IGrainWithStringKey =>
        _pods[pod].Grains.GetGrain<T>(new EntityKey(_realmId, id).ToString());

    public async Task<RealmSnapshot> RealmAsync(int pod) =>
        (await _pods[pod].Services.GetRequiredService<RealmSnapshots>().FindByIdAsync(_realmId, CancellationToken.None))!;

    public async Task<PasswordResult> CheckAsync(int pod, string password, string login = "alice", IReadOnlyList<KnownUser>? known = null, string address = "192.0.2.1", string? serverOf = null) =>
        await _pods[pod].Services.GetRequiredService<PasswordAuthentication>()
            .CheckAsync(await RealmAsync(pod), login, password, address, serverOf, known ?? [], CancellationToken.None);

    public async Task<bool> CheckCodeAsync(int pod, string code) =>
        await _pods[pod].Services.GetRequiredService<OneTimeCodeAuthentication>()
            .CheckAsync(await RealmAsync(pod), UserId, code, "192.0.2.1", serverOf: null, browserMark: null);

    public async Task<PasswordChangeResult> ChangeAsync(int pod, string password) =>
        await _pods[pod].Services.GetRequiredService<PasswordChange>()
            .ChangeAsync(await RealmAsync(pod), (await User(pod).GetAsync(CancellationToken.None))!, password);

    public async Task<LoginFailures?> FailuresAsync(int pod) => (await User(pod).GetAsync(CancellationToken.None))!.Failures;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var pod in _pods)
        {
            await pod.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    private async Task CreateAsync(Func<RealmState, RealmState> settings, Func<UserState, UserState> user)
    {
        var realm = settings(new RealmState { Id = _realmId, Realm = "acme", FailureFactor = 5, QuickLoginCheckMilliSeconds = 0 });
        var password = await _pods[0].Services.GetRequiredService<PasswordHashing>().HashAsync(Password, PasswordHashPolicy.Default);
        var alice = user(new UserState { Id = UserId, Username = "Alice", Email = "Alice@Example.org", Credentials = [password] });
        Assert.IsType<WriteResult.Saved>(await Grain<IRealmGrain>(0, _realmId).CreateAsync(realm));
        Assert.IsType<WriteResult.Saved>(await User(0).CreateAsync(alice));
        await Eventually.TrueAsync(() => Hashes == 1, "the hash of the first password was counted");
        Interlocked.Exchange(ref _hashes, 0);
    }
}
