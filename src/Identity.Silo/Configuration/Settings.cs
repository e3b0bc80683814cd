namespace Identity.Silo.Configuration;

/// <summary>Everything that can be set.</summary>
internal static class Settings
{
    public static readonly Setting ConfigFile = new("config-file", "Settings as name=value lines. Default: conf/identity.conf where it exists.");

    public static readonly Setting HttpEnabled = Switch("http-enabled", "Serve plain HTTP. Default: true in start-dev, else false.");
    public static readonly Setting HttpHost = new("http-host", "The address to listen on.", "0.0.0.0");
    public static readonly Setting HttpPort = new("http-port", "The port for HTTP.", "8080");
    public static readonly Setting HttpsPort = new("https-port", "The port for HTTPS, served when a certificate is set.", "8443");
    public static readonly Setting CertificateFile = new("https-certificate-file", "Certificate chain, PEM. Read again when it changes.");
    public static readonly Setting CertificateKeyFile = new("https-certificate-key-file", "Private key of the certificate, PEM. Read again when it changes.");
    public static readonly Setting ManagementPort = new("http-management-port", "The port for health and metrics.", "9000");
    public static readonly Setting ManagementScheme = new("http-management-scheme", "inherited (HTTPS when a certificate is set) or http.", "inherited");
    public static readonly Setting HealthEnabled = Switch("health-enabled", "Serve /health on the management port.", "true");
    public static readonly Setting MetricsEnabled = Switch("metrics-enabled", "Serve /metrics on the management port.", "true");
    public static readonly Setting OrleansDashboardEnabled = Switch("orleans-dashboard-enabled", "Serve the Orleans Dashboard at /dashboard on the management port, to administrators of the realm master.", "false");

    public static readonly Setting Hostname = new("hostname", "The public address: a URL, or a host name whose scheme and port follow the request.");
    public static readonly Setting HostnameAdmin = new("hostname-admin", "The address (URL) of the admin console and API, where it is not hostname.");
    public static readonly Setting HostnameStrict = Switch("hostname-strict", "Refuse to follow the request's Host header. Default: false in start-dev, else true.");
    public static readonly Setting ProxyHeaders = new("proxy-headers", "The headers to trust of a reverse proxy: xforwarded or forwarded. Default: none.");
    public static readonly Setting ProxyTrustedAddresses = new("proxy-trusted-addresses", "Addresses or networks (CIDR) of the proxies, with commas. Default: any, once proxy-headers is set.");

    public static readonly Setting Db = new("db", "The kind of database: postgres.", "postgres");
    public static readonly Setting DbUrl = new("db-url", "jdbc:postgresql://host:port/database?..., postgresql://..., or an Npgsql connection string.");
    public static readonly Setting DbUrlHost = new("db-url-host", "The database's host, where db-url is not set.");
    public static readonly Setting DbUrlPort = new("db-url-port", "The database's port, where db-url is not set.");
    public static readonly Setting DbUrlDatabase = new("db-url-database", "The database's name, where db-url is not set.");
    public static readonly Setting DbUsername = new("db-username", "The database user.");
    public static readonly Setting DbPassword = new("db-password", "The database user's password. Better in KC_DB_PASSWORD or the file: others can read a command line.");
    public static readonly Setting DbSchema = new("db-schema", "The schema of the tables. Default: public.");
    public static readonly Setting DbPoolMaxSize = new("db-pool-max-size", "Connections to the database at most. Default: as db-url says, else 32.");

    public static readonly Setting ClusterDns = Cluster("dns", "Names of the headless service of the pods, with commas; each is resolved once a second.");
    public static readonly Setting ClusterPeers = Cluster("peers", "Cluster ports of the other pods as address:port, with commas, where there is no DNS for them.");
    public static readonly Setting ClusterId = Cluster("id", "Pods link only to pods of the same id.", "identity");
    public static readonly Setting ClusterInstance = Cluster("instance", "This pod's name in the cluster. Default: POD_NAME, else the host's name.");
    public static readonly Setting ClusterAddress = Cluster("address", "The IP address that the other pods reach this one at. Default: POD_IP, else the host's first that is not loopback.");
    public static readonly Setting ClusterPort = Cluster("port", "The port for links between pods; the same on all that DNS lists.", "7800");
    public static readonly Setting ClusterSiloPort = Cluster("silo-port", "The port of the silo, in the build for clusters.", "11111");
    public static readonly Setting ClusterCertificateFile = Cluster("certificate-file", "Certificate chain for TLS between pods, PEM. Read again when it changes.");
    public static readonly Setting ClusterCertificateKeyFile = Cluster("certificate-key-file", "Private key of that certificate, PEM. Read again when it changes.");
    public static readonly Setting ClusterCaFile = Cluster("ca-file", "The authorities whose certificates pods accept from each other, PEM. Read at each connection.");

    public static readonly Setting TruststorePaths = new("truststore-paths", "PEM or PKCS#12 files or folders with further authorities for outgoing TLS, with commas.");
    public static readonly Setting OutgoingAllowedAddresses = new("outgoing-allowed-addresses", "Hosts, addresses and networks (CIDR) that applications and mail servers may be at although they are not public, with commas, or none. Default: loopback in start-dev and cluster, else none.");
    public static readonly Setting LoginFailuresPerNetwork = new("login-failures-per-network", "Wrong passwords and codes an hour from one network in a realm with brute force protection, of all users together; 0 for no limit.", "300") { Variable = "IDENTITY_LOGIN_FAILURES_PER_NETWORK" };
    public static readonly Setting LogLevel = new("log-level", "level[,category:level]...: off, fatal, error, warn, info, debug, trace.", "info");
    public static readonly Setting LogConsoleOutput = new("log-console-output", "json or default (plain text). Default: plain in start-dev and cluster, else json.");

    public static readonly Setting Data = new("data", "The folder of start-dev, cluster, import and export without a database of their own.", ".identity");
    public static readonly Setting ImportRealm = new("import-realm", "Import the realm files of a folder at start; realms that exist are left alone. Without value: data/import.") { BareValue = "true" };
    public static readonly Setting SealKeyFile = new("seal-key-file", "File with the installation's keys, one of 32 bytes in base64 a line, newest first. Default in start-dev and cluster: made in the data folder.");
    public static readonly Setting SealKeys = new("seal-keys", "The keys themselves, newest first, with commas.") { FileOrEnvironmentOnly = true, Variable = "IDENTITY_SEAL_KEYS" };
    public static readonly Setting AdminUsername = new("bootstrap-admin-username", "The first administrator of the realm master.", "admin") { FileOrEnvironmentOnly = true };
    public static readonly Setting AdminPassword = new("bootstrap-admin-password", "The first administrator's password. Default: made and printed once.") { FileOrEnvironmentOnly = true };

    public static readonly Setting ShutdownDelay = new("shutdown-delay", "How long requests are still taken after the stop signal, not ready already. Default: 0 in start-dev, else 1s.");
    public static readonly Setting ShutdownTimeout = new("shutdown-timeout", "How long running requests may take to finish at stop.", "25s");
    public static readonly Setting Optimized = new("optimized", "Accepted for Keycloak's sake; changes nothing.") { BareValue = "true" };

    /// <summary>What every server verb takes, in the order of the help text.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        ConfigFile, HttpEnabled, HttpHost, HttpPort, HttpsPort, CertificateFile, CertificateKeyFile, ManagementPort, ManagementScheme,
        HealthEnabled, MetricsEnabled, OrleansDashboardEnabled, Hostname, HostnameAdmin, HostnameStrict, ProxyHeaders, ProxyTrustedAddresses, Db, DbUrl,
        DbUrlHost, DbUrlPort, DbUrlDatabase, DbUsername, DbPassword, DbSchema, DbPoolMaxSize, ClusterDns, ClusterPeers, ClusterId, ClusterInstance, ClusterAddress,
        ClusterPort, ClusterSiloPort, ClusterCertificateFile, ClusterCertificateKeyFile, ClusterCaFile, TruststorePaths, OutgoingAllowedAddresses,
        LoginFailuresPerNetwork, LogLevel, LogConsoleOutput, Data, ImportRealm, SealKeyFile, SealKeys, AdminUsername, AdminPassword, ShutdownDelay, ShutdownTimeout, Optimized,
    ];

    /// <summary>What import and export take.</summary>
    public static readonly IReadOnlyList<Setting> Offline =
    [
        ConfigFile, Db, DbUrl, DbUrlHost, DbUrlPort, DbUrlDatabase, DbUsername, DbPassword, DbSchema, LogLevel, LogConsoleOutput,
        Data, SealKeyFile, SealKeys,
    ];

    private static Setting Cluster(string name, string description, string? fallback = null) =>
        new($"cluster-{name}", description, fallback) { Variable = $"IDENTITY_CLUSTER_{name.ToUpperInvariant().Replace('-', '_')}" };

    private static Setting Switch(string name, string description, string? fallback = null) =>
        new(name, description, fallback) { BareValue = "true" };
}
