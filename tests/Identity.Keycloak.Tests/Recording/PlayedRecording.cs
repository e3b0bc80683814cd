using System.Text.Json.Nodes;
using Identity.Testing.Processes;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>The scenario, played once for all tests.</summary>
/// <remarks>Plays on a server of its own, or on the one that KEYCLOAK_URL names (administrator admin, password admin; its realm rec is replaced).</remarks>
public sealed class PlayedRecording : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-keycloak-").FullName;
    private ServerProcess? _server;

    /// <summary>The recorded answers of Keycloak 26.7.4 by id, in their order.</summary>
    internal static IReadOnlyDictionary<string, JsonNode> Recorded { get; } =
        TestData.Read("answers.json").AsArray().ToDictionary(exchange => (string)exchange!["id"]!, exchange => exchange!["response"]!);

    /// <summary>Every difference, in the recording's order.</summary>
    internal IReadOnlyList<Difference> Differences { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var url = Environment.GetEnvironmentVariable("KEYCLOAK_URL")?.TrimEnd('/') ?? await StartAsync();
        using var player = new Player(url);
        var answers = await player.PlayAsync(Step.All);
        var normalisation = new Normalisation(url);
        Differences =
        [
            .. Recorded.SelectMany(recorded => Difference.Between(
                recorded.Key, recorded.Value, answers.TryGetValue(recorded.Key, out var answer) ? normalisation.Of(recorded.Key, answer) : null)),
        ];
        await DifferenceReport.WriteAsync(Differences);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> StartAsync()
    {
        // A private PostgreSQL started by root runs as another user and has to reach its folder.
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var realms = Directory.CreateDirectory(Path.Combine(_folder, "realms")).FullName;
        File.Copy(TestData.PathOf("rec-realm.json"), Path.Combine(realms, "rec-realm.json"));
        var (http, management) = (FreePort.Next(), FreePort.Next());
        _server = ServerProcess.Start(
            ["start-dev", "--data", Path.Combine(_folder, "data"), "--http-port", $"{http}", "--http-management-port", $"{management}", "--import-realm", realms],
            new Dictionary<string, string> { ["KC_BOOTSTRAP_ADMIN_USERNAME"] = "admin", ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = "admin" });
        await _server.WaitUntilOkAsync($"http://localhost:{management}/health/ready");
        return $"http://localhost:{http}";
    }
}
