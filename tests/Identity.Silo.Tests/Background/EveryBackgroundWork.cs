using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using Identity.Grains;
using Identity.Grains.Background;
using Identity.Silo.Composition;
using Identity.Silo.Configuration;
using Identity.Silo.Health;
using Identity.Silo.Tests.Production;
using Identity.Testing;
using Identity.Testing.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Identity.Silo.Tests.Background;

/// <summary>A whole server, each of whose background works fails at its first turns.</summary>
public sealed class EveryBackgroundWork(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly Assembly[] s_ours = [typeof(GrainsRegistration).Assembly, typeof(Gateway.GatewayRegistration).Assembly, typeof(ServerBuilder).Assembly];

    private readonly string _folder = Directory.CreateTempSubdirectory("identity-background-").FullName;
    private readonly ConcurrentDictionary<string, int> _turns = new();
    private readonly ConcurrentDictionary<string, int> _succeeded = new();
    private readonly int _management = FreePort.Next();
    private TestDatabase _database = null!;
    private WebApplication _server = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        var certificate = TestCertificate.Write(_folder, "localhost");
        var options = ServerOptionsReader.Read(SettingValues.Read(new Dictionary<string, string>(), new Dictionary<string, string>
        {
            ["KC_DB_URL"] = _database.ConnectionString,
            ["KC_HTTP_ENABLED"] = "true",
            ["KC_HTTP_HOST"] = "127.0.0.1",
            ["KC_HTTP_PORT"] = "0",
            ["KC_HTTPS_PORT"] = "0",
            ["KC_HTTP_MANAGEMENT_PORT"] = $"{_management}",
            ["KC_HTTP_MANAGEMENT_SCHEME"] = "http",
            ["KC_HTTPS_CERTIFICATE_FILE"] = certificate.CertificateFile,
            ["KC_HTTPS_CERTIFICATE_KEY_FILE"] = certificate.KeyFile,
            ["KC_HOSTNAME_STRICT"] = "false",
            ["KC_LOG_LEVEL"] = "off",
            ["IDENTITY_CLUSTER_DNS"] = "localhost,localhost.",
            ["IDENTITY_CLUSTER_ADDRESS"] = "127.0.0.1",
            ["IDENTITY_CLUSTER_PORT"] = $"{FreePort.Next()}",
            ["IDENTITY_CLUSTER_SILO_PORT"] = $"{FreePort.Next()}",
            ["IDENTITY_CLUSTER_CERTIFICATE_FILE"] = certificate.CertificateFile,
            ["IDENTITY_CLUSTER_CERTIFICATE_KEY_FILE"] = certificate.KeyFile,
            ["IDENTITY_CLUSTER_CA_FILE"] = certificate.CertificateFile,
            ["IDENTITY_SEAL_KEYS"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        }), ServerMode.Production);
        var builder = ServerBuilder.Register(options, _database.ConnectionString, options.SealKeys);
        foreach (var worker in builder.Services.Where(service => service.ServiceType == typeof(IBackgroundWorker)).ToList())
        {
            builder.Services.Remove(worker);
            builder.Services.AddSingleton<IBackgroundWorker>(provider => new FailsAtFirst((IBackgroundWorker)worker.ImplementationFactory!(provider), this));
        }

        _server = ServerBuilder.Build(builder, options);
        await _server.StartAsync();
    }

    [Fact]
    public async Task Goes_on_after_failures_and_ends_nothing()
    {
        var works = _server.Services.GetServices<IBackgroundWorker>().SelectMany(worker => worker.Works).Where(work => work.Rhythm != WorkRhythm.Start).ToList();
        Assert.True(works.Count >= 10, string.Join(", ", works.Select(work => work.Name)));

        await Eventually.TrueAsync(
            () => works.All(work => work.Rhythm == WorkRhythm.Standing ? _turns.GetValueOrDefault(work.Name) > FailsAtFirst.Failures : _succeeded.GetValueOrDefault(work.Name) > 1),
            "each work is done after its failures",
            TimeSpan.FromSeconds(60));

        Assert.False(_server.Lifetime.ApplicationStopping.IsCancellationRequested);
        await Eventually.TrueAsync(() => _server.Services.GetRequiredService<ServerState>().Started, "the server has started", TimeSpan.FromSeconds(60));
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"http://localhost:{_management}/health/ready"))).StatusCode);
        var metrics = await http.GetStringAsync(new Uri($"http://localhost:{_management}/metrics"));
        Assert.All(works, work =>
        {
            // A turn that came before the database was there has failed of itself.
            Assert.InRange(Value(metrics, $"identity_background_failures_total{{cause=\"fault\",work=\"{work.Name}\"}}"), FailsAtFirst.Failures, double.MaxValue);
            Assert.Contains($"identity_background_last_success_seconds{{work=\"{work.Name}\"}} 1", metrics, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Has_a_name_of_its_own_and_only_the_start_may_end_the_process()
    {
        var works = _server.Services.GetServices<IBackgroundWorker>().SelectMany(worker => worker.Works).ToList();

        Assert.Equal("startup", Assert.Single(works, work => work.Rhythm == WorkRhythm.Start).Name);
        Assert.Equal(works.Count, works.Select(work => work.Name).Distinct().Count());
    }

    [Fact]
    public void Of_each_service_that_has_some_is_registered()
    {
        var registered = _server.Services.GetServices<IBackgroundWorker>().Cast<FailsAtFirst>().Select(worker => worker.Worker.GetType()).ToHashSet();

        var all = s_ours.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && type.IsAssignableTo(typeof(IBackgroundWorker)));

        Assert.Equal([], all.Except(registered));
    }

    [Fact]
    public void Is_followed_by_a_second_net() =>
        Assert.Equal(BackgroundServiceExceptionBehavior.Ignore, _server.Services.GetRequiredService<IOptions<HostOptions>>().Value.BackgroundServiceExceptionBehavior);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static double Value(string metrics, string series)
    {
        var line = metrics.Split('\n').SingleOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        Assert.True(line is not null, $"{series} is not in the metrics");
        return double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    private sealed class FailsAtFirst(IBackgroundWorker worker, EveryBackgroundWork test) : IBackgroundWorker
    {
        public const int Failures = 3;
        private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);

        public IBackgroundWorker Worker => worker;

        public IReadOnlyList<BackgroundWork> Works => [.. worker.Works.Select(work => work.Rhythm == WorkRhythm.Start ? work : work with
        {
            Period = s_soon,
            Spread = TimeSpan.Zero,
            LongestPause = s_soon,
            Turn = token => RunAsync(work, token),
        })];

        private Task RunAsync(BackgroundWork work, CancellationToken token) => test._turns.AddOrUpdate(work.Name, 1, (_, turns) => turns + 1) switch
        {
            1 => throw new UriFormatException("Invalid URI: The hostname could not be parsed."),
            2 => Task.FromException(new OperationCanceledException()),
            Failures => Task.FromException(new AggregateException(new InvalidCastException())),
            _ => CountAsync(work, token),
        };

        private async Task CountAsync(BackgroundWork work, CancellationToken token)
        {
            await work.Turn(token);
            test._succeeded.AddOrUpdate(work.Name, 1, (_, turns) => turns + 1);
        }
    }
}
