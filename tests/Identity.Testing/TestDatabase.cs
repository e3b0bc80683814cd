namespace Identity.Testing;

/// <summary>A database of its own with Identity's tables. Dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    internal TestDatabase(PostgresServer server, string name)
    {
        _server = server;
        Name = name;
    }

    public string Name { get; }

    /// <summary>For Npgsql and for AddPostgresStorage.</summary>
    public string ConnectionString => _server.ConnectionStringFor(Name);

    public ValueTask DisposeAsync() => _server.DropDatabaseAsync(Name);
}
