using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Events;
using Identity.Grains.Events;

namespace Identity.Gateway.Admin.ServerInfo;

/// <summary>Keycloak's server info: what the server is and what it has, for consoles and tools. What is not there is not listed, and
/// features that are switched off hide their menus.</summary>
internal sealed class ServerInfoDocument(TimeProvider time)
{
    /// <summary>The release of Keycloak whose API this is. Tools decide by it what they may ask for.</summary>
    public const string Version = "26.7.4";

    // All that a realm of Keycloak can have: the console saves no realm with a locale that no theme names. It falls back to English.
    private static readonly string[] Locales =
    [
        "ar", "az", "ca", "cs", "da", "de", "el", "en", "es", "eu", "fa", "fi", "fr", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "ko", "ky",
        "lt", "lv", "nl", "no", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
    ];

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>The document.</summary>
    /// <param name="detail">How much of the machine it tells.</param>
    public JsonObject Write(ServerInfoDetail detail)
    {
        var info = new JsonObject();
        if (detail != ServerInfoDetail.None)
        {
            info["systemInfo"] = detail == ServerInfoDetail.All ? SystemInfo() : new JsonObject { ["version"] = Version };
        }

        if (detail == ServerInfoDetail.All)
        {
            info["cpuInfo"] = new JsonObject { ["processorCount"] = Environment.ProcessorCount };
            info["memoryInfo"] = MemoryInfo();
        }

        var features = ServerCatalogue.Features();
        info["profileInfo"] = ProfileInfo(features);
        info["features"] = features;
        info["cryptoInfo"] = CryptoInfo();
        info["themes"] = Themes();
        info["socialProviders"] = new JsonArray();
        info["identityProviders"] = new JsonArray();
        info["providers"] = ServerProviders.Document();
        info["protocolMapperTypes"] = new JsonObject { ["openid-connect"] = ServerCatalogue.MapperTypes() };
        info["builtinProtocolMappers"] = new JsonObject { ["openid-connect"] = ServerCatalogue.BuiltinMappers() };
        info["clientInstallations"] = new JsonObject { ["openid-connect"] = ServerCatalogue.Installations() };
        info["componentTypes"] = ServerCatalogue.Components();
        info["passwordPolicies"] = ServerCatalogue.PasswordPolicies();
        info["enums"] = Enums();
        info["parameterizedScopeTypes"] = new JsonArray();
        return info;
    }

    private JsonObject SystemInfo()
    {
        var now = time.GetUtcNow();
        var uptime = now - _started;
        return new JsonObject
        {
            ["version"] = Version,
            ["serverTime"] = now.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture),
            ["uptime"] = string.Create(
                CultureInfo.InvariantCulture,
                $"{uptime.Days} days, {uptime.Hours} hours, {uptime.Minutes} minutes, {uptime.Seconds} seconds"),
            ["uptimeMillis"] = (long)uptime.TotalMilliseconds,
            ["osName"] = OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription,
            ["osArchitecture"] = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            ["osVersion"] = Environment.OSVersion.VersionString,
            ["fileEncoding"] = "UTF-8",
            ["userTimezone"] = "Etc/UTC",
            ["userLocale"] = "en",
        };
    }

    private static JsonObject MemoryInfo()
    {
        var memory = GC.GetGCMemoryInfo();
        var total = memory.TotalAvailableMemoryBytes;
        var used = Math.Min(total, Environment.WorkingSet);
        return new JsonObject
        {
            ["total"] = total,
            ["totalFormated"] = Megabytes(total),
            ["used"] = used,
            ["usedFormated"] = Megabytes(used),
            ["free"] = total - used,
            ["freePercentage"] = total == 0 ? 0 : (total - used) * 100 / total,
            ["freeFormated"] = Megabytes(total - used),
        };
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024 * 1024)} MB");

    private static JsonObject ProfileInfo(JsonArray features) => new()
    {
        ["name"] = "default",
        ["disabledFeatures"] = new JsonArray([.. features.Where(feature => !(bool)feature!["enabled"]!).Select(feature => feature!["name"]!.DeepClone())]),
        ["previewFeatures"] = new JsonArray(),
        ["experimentalFeatures"] = new JsonArray(),
    };

    private static JsonObject CryptoInfo() => new()
    {
        ["cryptoProvider"] = "OpenSSL",
        ["supportedKeystoreTypes"] = Texts(["PKCS12"]),
        ["clientSignatureSymmetricAlgorithms"] = Texts(ServerProviders.SymmetricClientSignatures),
        ["clientSignatureAsymmetricAlgorithms"] = Texts(ServerProviders.AsymmetricClientSignatures),
    };

    // Keycloak's names: realm files and tools name them, and consoles read each kind.
    private static JsonObject Themes() => new()
    {
        ["common"] = new JsonArray(new JsonObject { ["name"] = "keycloak" }),
        ["admin"] = new JsonArray(Theme("keycloak.v2", Locales)),
        ["login"] = new JsonArray(Theme("keycloak", "en"), Theme("keycloak.v2", "en")),
        ["welcome"] = new JsonArray(Theme("keycloak", "en")),
        ["account"] = new JsonArray(Theme("keycloak.v3", "en")),
        ["email"] = new JsonArray(Theme("keycloak", "en")),
    };

    private static JsonObject Theme(string name, params IEnumerable<string> locales) => new() { ["name"] = name, ["locales"] = Texts(locales) };

    private static JsonObject Enums() => new()
    {
        ["operationType"] = Texts(AdminOperation.All.Order(StringComparer.Ordinal)),
        ["eventType"] = Texts(EventTypes.All.Order(StringComparer.Ordinal)),
        ["type"] = Texts(["REALM"]),
        ["resourceType"] = Texts(AdminResource.All.Order(StringComparer.Ordinal)),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}

/// <summary>How much of the machine the server info tells, as Keycloak does.</summary>
internal enum ServerInfoDetail
{
    /// <summary>Nothing: for those who only look.</summary>
    None,

    /// <summary>The version: for those who manage a realm.</summary>
    Version,

    /// <summary>Everything: for administrators of the whole server.</summary>
    All,
}
