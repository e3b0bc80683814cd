namespace Identity.Silo.Postgres;

/// <summary>Where a private PostgreSQL keeps its data and what it runs from.</summary>
internal sealed class PrivatePostgresOptions
{
    /// <summary>The server's data folder; made when it is missing. One process at a time may use it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder of the programs postgres and initdb. Default: null, which looks in /usr/lib/postgresql and PATH.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>How long a start may take, recovery after a crash included. Default: 60 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop waits for the server's last checkpoint before it ends it at once. Default: 10 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
