using System.Security.Cryptography;
using Identity.Testing;
using Identity.Testing.Processes;

namespace Identity.Silo.Tests.Production;

/// <summary>A process as <c>./identity start</c> runs it, on a given database, with the realm acme unless the options say otherwise.</summary>
internal sealed class ProductionServer : IAsyncDisposable
{
    private readonly string _folder;

    private ProductionServer(string folder, ServerProcess process, string url, string management)
    {
        _folder = folder;
        Process = process;
        Url = url;
        Management = management;
    }

    public ServerProcess Process { get; }

    /// <summary>Where it listens for requests.</summary>
    public string Url { get; }

    /// <summary>Where health and metrics are.</summary>
    public string Management { get; }

    public string Realm => $"{Url}/realms/{TestRealm.Name}";

    /// <summary>Over HTTPS with the certificate, and returns once it is ready.</summary>
    public static async Task<ProductionServer> StartHttpsAsync(string connectionString, TestCertificate certificate, params string[] options)
    {
        var (port, management) = (FreePort.Next(), FreePort.Next());
        var server = Launch(connectionString, $"https://localhost:{port}", $"https://localhost:{management}",
        [
            "--https-port", $"{port}", "--https-certificate-file", certificate.CertificateFile, "--https-certificate-key-file", certificate.KeyFile,
            "--http-management-port", $"{management}", .. options,
        ]);
        using var http = certificate.CreateClient();
        await server.ReadyAsync(http);
        return server;
    }

    /// <summary>Over HTTP, as behind a proxy, and returns once it is ready.</summary>
    public static async Task<ProductionServer> StartHttpAsync(string connectionString, params string[] options)
    {
        var (port, management) = (FreePort.Next(), FreePort.Next());
        var server = Launch(connectionString, $"http://localhost:{port}", $"http://localhost:{management}",
            ["--http-enabled=true", "--http-port", $"{port}", "--http-management-port", $"{management}", .. options]);
        using var http = new HttpClient();
        await server.ReadyAsync(http);
        return server;
    }

    /// <summary>What a path of the management port answers.</summary>
    public async Task<(int Status, string Body)> AskManagementAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(Management + path));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProductionServer Launch(string connectionString, string url, string management, string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("identity-start-").FullName;
        if (!options.Contains("--import-realm"))
        {
            File.Copy(TestRealm.File, Path.Combine(folder, "acme-realm.json"));
            options = [.. options, "--import-realm", folder];
        }

        var process = ServerProcess.Start(["start", .. options], new Dictionary<string, string>
        {
            ["KC_DB_URL"] = connectionString,
            ["IDENTITY_SEAL_KEYS"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = "admin-password",
        });
        return new ProductionServer(folder, process, url, management);
    }

    private Task ReadyAsync(HttpClient http) => Eventually.TrueAsync(
        async () =>
        {
            if (Process.HasExited)
            {
                throw new InvalidOperationException($"The server has exited:\n{Process.Output}");
            }

            try
            {
                return (await AskManagementAsync(http, "/health/ready")).Status == 200;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        "the server is ready",
        TimeSpan.FromSeconds(90));
}
