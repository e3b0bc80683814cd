using Npgsql;

namespace Identity.Silo.Storage;

/// <summary>The way to the database: a pool for queries and a connection of its own for announcements.</summary>
/// <remarks>
/// Where the connection string is silent: at most 32 pooled connections, prepared statements, 5 s to connect, 10 s for a command.
/// With several hosts it is always the primary that is used, looked for anew at most a second after it has gone.
/// </remarks>
internal sealed class PostgresDatabase : IDisposable
{
    // Commits wait for the disk whatever the server's default; the sockets of a pod whose machine is gone are given up in half a minute.
    private const string SessionSettings = """
        SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false),
               set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),
               set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '30000', false),
               set_config('idle_in_transaction_session_timeout', '60000', false)
        """;

    private readonly NpgsqlDataSource _poolOwner;
    private readonly NpgsqlDataSource _listenerOwner;

    public PostgresDatabase(string connectionString, TimeProvider? time = null)
    {
        (_poolOwner, Pool) = Build("identity", PoolSettings(connectionString));
        (_listenerOwner, Listener) = Build("identity-listener", ListenerSettings(connectionString));
        Watch = new HangWatch(Listener);
        Standstill = new Standstill(time ?? TimeProvider.System);
    }

    /// <summary>For queries.</summary>
    public NpgsqlDataSource Pool { get; }

    /// <summary>For the connection that listens and the one that <see cref="Watch"/> asks on; a lost one is noticed within seconds.</summary>
    public NpgsqlDataSource Listener { get; }

    /// <summary>Tells whether the database hangs.</summary>
    public HangWatch Watch { get; }

    /// <summary>Tells whether this process stood still.</summary>
    public Standstill Standstill { get; }

    public void Dispose()
    {
        Standstill.Dispose();
        Watch.Dispose();
        _poolOwner.Dispose();
        _listenerOwner.Dispose();
    }

    internal static NpgsqlConnectionStringBuilder PoolSettings(string connectionString)
    {
        var settings = CommonSettings(connectionString);
        SetDefault(settings, "Maximum Pool Size", 32);
        SetDefault(settings, "Max Auto Prepare", 64);
        SetDefault(settings, "Auto Prepare Min Usages", 2);
        return settings;
    }

    private static NpgsqlConnectionStringBuilder ListenerSettings(string connectionString)
    {
        var settings = CommonSettings(connectionString);
        settings.MinPoolSize = 0;
        settings.MaxPoolSize = 2;
        settings.MaxAutoPrepare = 0;
        SetDefault(settings, "Keepalive", 5);
        return settings;
    }

    private static NpgsqlConnectionStringBuilder CommonSettings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        SetDefault(settings, "Timeout", 5);
        SetDefault(settings, "Command Timeout", 10);
        SetDefault(settings, "Tcp Keepalive", true);
        SetDefault(settings, "Application Name", "identity");
        SetDefault(settings, "Host Recheck Seconds", 1);

        // Nothing is left behind on a connection that would have to be reset.
        settings.NoResetOnClose = true;
        return settings;
    }

    private static void SetDefault(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        // ContainsKey tells whether there is such a keyword at all, Keys which are given.
        if (settings.Keys.All(given => !string.Equals(given, keyword, StringComparison.OrdinalIgnoreCase)))
        {
            settings[keyword] = value;
        }
    }

    private static (NpgsqlDataSource Owner, NpgsqlDataSource Source) Build(string name, NpgsqlConnectionStringBuilder settings)
    {
        var severalHosts = settings.Host?.Contains(',', StringComparison.Ordinal) is true;
        if (severalHosts)
        {
            // The attribute belongs to the data source here; in the string it would be refused.
            settings.Remove("Target Session Attributes");
        }

        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(SessionSettings, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(SessionSettings, connection);
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            });
        if (!severalHosts)
        {
            var one = builder.Build();
            return (one, one);
        }

        var several = builder.BuildMultiHost();
        return (several, several.WithTargetSession(TargetSessionAttributes.Primary));
    }
}
