namespace Identity.Silo.Postgres;

/// <summary>What a private server is told on its command line, whatever its configuration file says.</summary>
internal static class ServerSettings
{
    /// <summary>The arguments for a server of that folder.</summary>
    public static IEnumerable<string> Of(DataFolder folder) => new (string Name, string Value)[]
    {
        ("cluster_name", folder.ServerName),
        ("listen_addresses", ""),
        ("unix_socket_directories", folder.SocketFolder),
        ("unix_socket_permissions", "0700"),
        ("max_connections", "200"),
        ("shared_buffers", "128MB"),
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("jit", "off"),

        // After a crash: one call for the file system instead of one for each of a thousand files.
        ("recovery_init_sync_method", "syncfs"),
        ("logging_collector", "off"),
        ("log_line_prefix", ""),
    }.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" });
}
