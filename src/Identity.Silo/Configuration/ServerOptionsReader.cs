using System.Net;

namespace Identity.Silo.Configuration;

/// <summary>Turns what is set into checked options, or says everything that is wrong at once.</summary>
internal sealed class ServerOptionsReader(SettingValues values, ServerMode mode)
{
    private readonly SettingReader _read = new(values);

    /// <summary>Throws <see cref="ConfigurationProblemsException"/> with all problems.</summary>
    public static ServerOptions Read(SettingValues values, ServerMode mode) => new ServerOptionsReader(values, mode).Read();

    private ServerOptions Read()
    {
        var listen = ReadListen();
        var options = new ServerOptions
        {
            Mode = mode,
            Listen = listen,
            Management = ReadManagement(listen),
            Hostname = ReadHostnames(),
            Proxy = ReadProxy(),
            Database = new DatabaseOptionsReader(_read).Read(required: mode == ServerMode.Production),
            Discovery = new DiscoveryOptionsReader(_read, mode).Read(),
            TruststorePaths = ReadTruststore(),
            Outgoing = new OutgoingAllowanceReader(_read, mode).Read(),
            LoginFailuresPerNetwork = _read.Number(Settings.LoginFailuresPerNetwork, 0, 100_000) ?? 0,
            Log = ReadLog(),
            Data = Path.GetFullPath(_read.Text(Settings.Data)!),
            ImportFolder = ReadImportFolder(),
            SealKeys = new SealKeyReader(_read).Read(required: mode == ServerMode.Production),
            AdminUsername = _read.Text(Settings.AdminUsername)!,
            AdminPassword = _read.Text(Settings.AdminPassword),
            ShutdownDelay = _read.Duration(Settings.ShutdownDelay, mode == ServerMode.Development ? TimeSpan.Zero : TimeSpan.FromSeconds(1)),
            ShutdownTimeout = _read.Duration(Settings.ShutdownTimeout, TimeSpan.FromSeconds(25)),
        };
        return values.Problems.Count == 0 ? options : throw new ConfigurationProblemsException(values.Problems);
    }

    private EndpointOptions ReadListen()
    {
        var certificate = _read.ExistingFile(Settings.CertificateFile);
        var key = _read.ExistingFile(Settings.CertificateKeyFile);
        if (certificate is null != key is null)
        {
            _read.Problem(certificate is null ? Settings.CertificateFile : Settings.CertificateKeyFile, "a certificate and its key belong together; only the other one is set.");
        }

        var http = _read.Switch(Settings.HttpEnabled, mode is ServerMode.Development or ServerMode.Cluster);
        if (!http && certificate is null && mode == ServerMode.Production)
        {
            _read.Problem(Settings.CertificateFile, "start serves HTTPS: set a certificate and its key, or --http-enabled=true behind a proxy that ends TLS.");
        }

        if (mode == ServerMode.Cluster && (certificate is not null || !http))
        {
            _read.Problem(Settings.CertificateFile, "cluster serves plain HTTP on one machine; use start for HTTPS.");
        }

        var text = _read.Text(Settings.HttpHost)!;
        if (!IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text, out var address))
        {
            _read.Problem(Settings.HttpHost, $"'{text}' is no IP address.");
        }

        return new EndpointOptions(http, address ?? IPAddress.Any, Port(Settings.HttpPort), Port(Settings.HttpsPort), certificate, key);
    }

    private ManagementOptions ReadManagement(EndpointOptions listen)
    {
        var inherited = _read.OneOf(Settings.ManagementScheme, true, ("inherited", true), ("http", false));
        var port = Port(Settings.ManagementPort);
        if (port != 0 && (port == listen.HttpPort && listen.Http || port == listen.HttpsPort && listen.Https))
        {
            _read.Problem(Settings.ManagementPort, $"{port} is the port for requests too; health and metrics need one of their own.");
        }

        return new ManagementOptions(
            port,
            inherited && listen.Https,
            _read.Switch(Settings.HealthEnabled, true),
            _read.Switch(Settings.MetricsEnabled, true),
            _read.Switch(Settings.OrleansDashboardEnabled, false));
    }

    private HostnameOptions ReadHostnames()
    {
        var hostname = ReadHostname();
        if (_read.Text(Settings.HostnameAdmin) is not { } admin)
        {
            return hostname;
        }

        if (hostname.Url is null)
        {
            _read.Problem(Settings.HostnameAdmin, $"needs {Settings.Hostname.Name} to be a URL too.");
        }

        return hostname with { Admin = ReadAddress(Settings.HostnameAdmin, admin) };
    }

    private Uri? ReadAddress(Setting setting, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
        {
            return url;
        }

        _read.Problem(setting, $"'{text}' is no http or https address.");
        return null;
    }

    private HostnameOptions ReadHostname()
    {
        var text = _read.Text(Settings.Hostname);
        var strict = _read.Switch(Settings.HostnameStrict, mode == ServerMode.Production);
        if (text is null)
        {
            if (strict && mode != ServerMode.Offline)
            {
                _read.Problem(Settings.Hostname, "is not set: set it, or --hostname-strict=false to follow the Host header of a proxy that checks it.");
            }

            return new HostnameOptions(null, null);
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return new HostnameOptions(ReadAddress(Settings.Hostname, text), null);
        }
        else if (Uri.CheckHostName(text) == UriHostNameType.Unknown)
        {
            _read.Problem(Settings.Hostname, $"'{text}' is neither a host name nor a URL.");
        }

        return new HostnameOptions(null, text);
    }

    private ProxyOptions ReadProxy()
    {
        var headers = _read.OneOf(Settings.ProxyHeaders, ProxyHeaderKind.None, ("xforwarded", ProxyHeaderKind.XForwarded), ("forwarded", ProxyHeaderKind.Forwarded));
        var trusted = new List<IPNetwork>();
        foreach (var text in _read.List(Settings.ProxyTrustedAddresses))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                trusted.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                trusted.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                _read.Problem(Settings.ProxyTrustedAddresses, $"'{text}' is neither an address nor a network such as 10.0.0.0/8.");
            }
        }

        return new ProxyOptions(headers, trusted);
    }

    private string[] ReadTruststore()
    {
        var paths = _read.List(Settings.TruststorePaths).Select(Path.GetFullPath).ToArray();
        foreach (var path in paths.Where(path => !Path.Exists(path)))
        {
            _read.Problem(Settings.TruststorePaths, $"there is no file or folder {path}.");
        }

        return paths;
    }

    private LogOptions ReadLog()
    {
        var json = _read.OneOf(Settings.LogConsoleOutput, mode == ServerMode.Production, ("json", true), ("default", false), ("plain", false));
        var level = LogLevel.Information;
        var categories = new List<KeyValuePair<string, LogLevel>>();
        foreach (var part in _read.List(Settings.LogLevel))
        {
            var colon = part.LastIndexOf(':');
            if (!TryParseLevel(part[(colon + 1)..], out var parsed))
            {
                _read.Problem(Settings.LogLevel, $"'{part}' names no level (off, fatal, error, warn, info, debug, trace).");
            }
            else if (colon < 0)
            {
                level = parsed;
            }
            else
            {
                categories.Add(new(part[..colon], parsed));
            }
        }

        return new LogOptions(level, categories, json);
    }

    private string? ReadImportFolder()
    {
        var text = _read.Text(Settings.ImportRealm);
        if (text is null || text.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = Path.GetFullPath(text.Equals("true", StringComparison.OrdinalIgnoreCase) ? "data/import" : text);
        if (!Path.Exists(path))
        {
            _read.Problem(Settings.ImportRealm, $"there is no folder {path}.");
        }

        return path;
    }

    private int Port(Setting setting) => _read.Number(setting, 0, 65535) ?? 0;

    private static bool TryParseLevel(string text, out LogLevel level)
    {
        LogLevel? found = text.ToLowerInvariant() switch
        {
            "off" or "none" => LogLevel.None,
            "fatal" => LogLevel.Critical,
            "error" => LogLevel.Error,
            "warn" or "warning" => LogLevel.Warning,
            "info" => LogLevel.Information,
            "debug" => LogLevel.Debug,
            "trace" or "all" => LogLevel.Trace,
            _ => null,
        };
        level = found ?? LogLevel.Information;
        return found is not null;
    }
}
