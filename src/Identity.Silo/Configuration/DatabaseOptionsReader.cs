using System.Text.RegularExpressions;
using Npgsql;

namespace Identity.Silo.Configuration;

/// <summary>Reads the db- settings.</summary>
internal sealed partial class DatabaseOptionsReader(SettingReader read)
{
    /// <summary>The database; null when none is set, which is a problem where one is required.</summary>
    public NpgsqlConnectionStringBuilder? Read(bool required)
    {
        var schema = ReadSchema();
        read.OneOf(Settings.Db, true, ("postgres", true), ("postgresql", true));
        var url = read.Text(Settings.DbUrl);
        if (url is null && !read.IsSet(Settings.DbUrlHost))
        {
            if (required)
            {
                read.Problem(Settings.DbUrl, "start needs a database, for example jdbc:postgresql://db:5432/identity (start-dev brings its own).");
            }

            return null;
        }

        var database = new NpgsqlConnectionStringBuilder();
        if (url is not null)
        {
            try
            {
                database = DatabaseUrl.Parse(url);
            }
            catch (FormatException exception)
            {
                // The value itself is not shown: it may hold a password.
                read.Problem(Settings.DbUrl, $"the value {exception.Message}.");
            }
        }
        else
        {
            database.Host = read.Text(Settings.DbUrlHost);
            database.Port = read.Number(Settings.DbUrlPort, 1, 65535) ?? 5432;
            database.Database = read.Text(Settings.DbUrlDatabase) ?? "keycloak";
        }

        database.Username = read.Text(Settings.DbUsername) ?? database.Username;
        database.Password = read.Text(Settings.DbPassword) ?? database.Password;
        if (read.Number(Settings.DbPoolMaxSize, 1, 10_000) is { } size)
        {
            database.MaxPoolSize = size;
        }

        database.SearchPath = schema ?? database.SearchPath;
        return database;
    }

    private string? ReadSchema()
    {
        var schema = read.Text(Settings.DbSchema);
        if (schema is not null && !SchemaName().IsMatch(schema))
        {
            read.Problem(Settings.DbSchema, $"'{schema}' is no plain schema name.");
        }

        return schema;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,62}$")]
    private static partial Regex SchemaName();
}
