using System.Net;
using Identity.Silo.Discovery;
using Npgsql;

namespace Identity.Silo.Configuration;

/// <summary>The checked configuration of one server.</summary>
internal sealed record ServerOptions
{
    public required ServerMode Mode { get; init; }
    public required EndpointOptions Listen { get; init; }
    public required ManagementOptions Management { get; init; }
    public required HostnameOptions Hostname { get; init; }
    public required ProxyOptions Proxy { get; init; }

    /// <summary>The database; null: the private PostgreSQL of the data folder.</summary>
    public required NpgsqlConnectionStringBuilder? Database { get; init; }

    /// <summary>How the pods find each other.</summary>
    public required DiscoveryOptions Discovery { get; init; }

    public required IReadOnlyList<string> TruststorePaths { get; init; }

    /// <summary>What may be called although it is not public.</summary>
    public required OutgoingAllowance Outgoing { get; init; }

    /// <summary>Failed logins an hour from one network; 0: no limit.</summary>
    public required int LoginFailuresPerNetwork { get; init; }

    public required LogOptions Log { get; init; }

    /// <summary>The data folder, absolute.</summary>
    public required string Data { get; init; }

    /// <summary>The folder with realm files to import, absolute; null: none.</summary>
    public required string? ImportFolder { get; init; }

    /// <summary>The installation's keys, newest first. Empty: they are in the data folder.</summary>
    public required IReadOnlyList<byte[]> SealKeys { get; init; }

    public required string AdminUsername { get; init; }

    /// <summary>Null: made at the first start.</summary>
    public required string? AdminPassword { get; init; }

    /// <summary>Time between not being ready and taking no more requests.</summary>
    public required TimeSpan ShutdownDelay { get; init; }

    /// <summary>Time for running requests to finish.</summary>
    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>Redacted.</summary>
    public override string ToString() => $"{nameof(ServerOptions)} {Mode}";
}

/// <summary>What the server is started as.</summary>
internal enum ServerMode
{
    /// <summary>One machine, nothing else needed.</summary>
    Development,

    /// <summary>Against a given database, strict.</summary>
    Production,

    /// <summary>Several pods on one machine.</summary>
    Cluster,

    /// <summary>Import and export: no listener.</summary>
    Offline,
}

/// <summary>Where requests are taken. A port of 0 is any free one.</summary>
internal sealed record EndpointOptions(bool Http, IPAddress Address, int HttpPort, int HttpsPort, string? CertificateFile, string? CertificateKeyFile)
{
    public bool Https => CertificateFile is not null && CertificateKeyFile is not null;
}

/// <summary>The management port and what is on it.</summary>
internal sealed record ManagementOptions(int Port, bool Https, bool Health, bool Metrics, bool Dashboard);

/// <summary>The public address: a whole one, only a host name, or neither: the request's Host header.</summary>
internal sealed record HostnameOptions(Uri? Url, string? Host)
{
    /// <summary>The address of the admin console and API; null: the same.</summary>
    public Uri? Admin { get; init; }
}

/// <summary>Whose forwarded headers are believed.</summary>
internal sealed record ProxyOptions(ProxyHeaderKind Headers, IReadOnlyList<IPNetwork> Trusted);

/// <summary>The headers that a reverse proxy sets.</summary>
internal enum ProxyHeaderKind
{
    None,
    XForwarded,
    Forwarded,
}

/// <summary>Networks and hosts that may be called although they are not public.</summary>
internal sealed record OutgoingAllowance(IReadOnlyList<IPNetwork> Networks, IReadOnlyList<string> Hosts);

/// <summary>What is logged and how.</summary>
internal sealed record LogOptions(LogLevel Level, IReadOnlyList<KeyValuePair<string, LogLevel>> Categories, bool Json);
