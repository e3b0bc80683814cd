using System.Net;
using System.Security.Cryptography;

namespace Identity.Faults.Bed;

/// <summary>What every pod is told, in its environment.</summary>
/// <param name="Binaries">The folder of the program.</param>
/// <param name="DatabaseUrl">Where PostgreSQL is.</param>
/// <param name="ProxyUrl">The public address.</param>
internal sealed record PodSettings(string Binaries, string DatabaseUrl, string ProxyUrl)
{
    private readonly string _sealKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The settings of one pod.</summary>
    public IReadOnlyDictionary<string, string> Of(Pod pod) => new Dictionary<string, string>(Installation())
    {
        ["KC_HTTP_ENABLED"] = "true",
        ["KC_HTTP_HOST"] = IPAddress.Any.ToString(),
        ["KC_HOSTNAME"] = ProxyUrl,
        ["KC_SHUTDOWN_DELAY"] = "5s",
        ["KC_SHUTDOWN_TIMEOUT"] = "25s",
        ["IDENTITY_CLUSTER_DNS"] = NameServer.Service,
        ["POD_IP"] = pod.Address.ToString(),
        ["POD_NAME"] = pod.Name,
    };

    /// <summary>What import takes too.</summary>
    public IReadOnlyDictionary<string, string> Installation() => new Dictionary<string, string>
    {
        ["KC_DB_URL"] = DatabaseUrl,
        ["KC_DB_USERNAME"] = "identity",
        ["IDENTITY_SEAL_KEYS"] = _sealKey,
        ["KC_BOOTSTRAP_ADMIN_PASSWORD"] = "admin-password",
        ["KC_LOG_CONSOLE_OUTPUT"] = "default",
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };
}
