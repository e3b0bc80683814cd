using Npgsql;

namespace Identity.Silo.Configuration;

/// <summary>Reads the ways an operator writes a database down.</summary>
internal static class DatabaseUrl
{
    private const string Jdbc = "jdbc:";

    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "Username",
        ["password"] = "Password",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["currentSchema"] = "Search Path",
        ["ApplicationName"] = "Application Name",
        ["application_name"] = "Application Name",
        ["connectTimeout"] = "Timeout",
        ["connect_timeout"] = "Timeout",
        ["loginTimeout"] = "Timeout",
        ["socketTimeout"] = "Command Timeout",
        ["targetServerType"] = "Target Session Attributes",
        ["target_session_attrs"] = "Target Session Attributes",
        ["loadBalanceHosts"] = "Load Balance Hosts",
        ["options"] = "Options",
        ["tcpKeepAlive"] = "Tcp Keepalive",
    };

    /// <summary>The connection string builder for <c>jdbc:postgresql://</c>, <c>postgresql://</c>, <c>postgres://</c> (several hosts
    /// with commas) or an Npgsql connection string. Throws <see cref="FormatException"/> with a message that names no secret.</summary>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var url = text.StartsWith(Jdbc, StringComparison.OrdinalIgnoreCase) ? text[Jdbc.Length..] : text;
        foreach (var scheme in (string[])["postgresql:", "postgres:"])
        {
            if (url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return ParseUrl(url[scheme.Length..]);
            }
        }

        if (url.Length != text.Length || (url.Contains("://", StringComparison.Ordinal) && !url.Contains('=', StringComparison.Ordinal)))
        {
            throw new FormatException("only PostgreSQL is supported: jdbc:postgresql://host:port/database");
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new FormatException("is neither a jdbc:postgresql:// URL, a postgresql:// URL nor an Npgsql connection string");
        }
    }

    private static NpgsqlConnectionStringBuilder ParseUrl(string url)
    {
        var builder = new NpgsqlConnectionStringBuilder();
        var query = "";
        if (url.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0)
        {
            query = url[(mark + 1)..];
            url = url[..mark];
        }

        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            var slash = url.IndexOf('/', 2);
            ReadAuthority(slash < 0 ? url[2..] : url[2..slash], builder);
            url = slash < 0 ? "" : url[(slash + 1)..];
        }
        else
        {
            builder.Host = "localhost";
        }

        if (url.Length > 0)
        {
            builder.Database = Uri.UnescapeDataString(url);
        }

        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            ReadParameter(pair, builder);
        }

        return builder;
    }

    private static void ReadAuthority(string authority, NpgsqlConnectionStringBuilder builder)
    {
        if (authority.LastIndexOf('@') is var at and >= 0)
        {
            var user = authority[..at].Split(':', 2);
            builder.Username = Uri.UnescapeDataString(user[0]);
            builder.Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null;
            authority = authority[(at + 1)..];
        }

        var hosts = authority.Length == 0 ? ["localhost"] : authority.Split(',');
        if (hosts.Length == 1 && hosts[0].LastIndexOf(':') is var colon and > 0 && !hosts[0].EndsWith(']'))
        {
            builder.Port = int.TryParse(hosts[0][(colon + 1)..], out var port) && port is > 0 and <= 65535
                ? port
                : throw new FormatException("has no valid port");
            builder.Host = hosts[0][..colon].Trim('[', ']');
            return;
        }

        builder.Host = hosts.Length == 1 ? hosts[0].Trim('[', ']') : string.Join(',', hosts);
    }

    private static void ReadParameter(string pair, NpgsqlConnectionStringBuilder builder)
    {
        var parts = pair.Split('=', 2);
        var name = Uri.UnescapeDataString(parts[0]);
        var value = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "true";
        if (name.Equals("ssl", StringComparison.OrdinalIgnoreCase))
        {
            (name, value) = ("sslmode", value.Equals("false", StringComparison.OrdinalIgnoreCase) ? "disable" : "require");
        }

        try
        {
            // Npgsql spells the modes without dashes.
            builder[s_names.GetValueOrDefault(name, name)] = name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw new FormatException($"has the parameter {name}, which is unknown or has a value that it cannot have");
        }
    }
}
