using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Grains.Events;
using Identity.Grains.Texts;
using Npgsql;
using NpgsqlTypes;

namespace Identity.Silo.Storage;

/// <summary>How an event becomes a row, within bounds: alone, or in one statement with the change that it tells of.</summary>
internal sealed class EventInsert
{
    /// <summary>Characters of a representation; a longer one becomes a JSON text with its beginning.</summary>
    public const int MaxRepresentation = 262_144;

    /// <summary>Details past these are left out.</summary>
    public const int MaxDetails = 64;

    /// <summary>Characters of a detail, an error or a path.</summary>
    public const int MaxText = 4096;

    private const int MaxName = 255;

    private static readonly string[] s_loginColumns =
        ["id", "realm_id", "time", "type", "client_id", "user_id", "session_id", "ip_address", "error", "details"];

    private static readonly string[] s_adminColumns =
    [
        "id", "realm_id", "time", "auth_realm_id", "auth_client_id", "auth_user_id", "auth_ip_address",
        "operation_type", "resource_type", "resource_path", "representation", "error", "details",
    ];

    private readonly string _table;
    private readonly string[] _columns;
    private readonly object[] _values;

    private EventInsert(string table, string[] columns, params object?[] values)
    {
        (_table, _columns) = (table, columns);
        _values = [.. values.Select(value => value ?? DBNull.Value)];
    }

    /// <summary>The row of an admin event; null where there is none.</summary>
    public static EventInsert? OfAny(AdminEvent? reported) => reported is null ? null : Of(reported);

    /// <summary>The row of a login event.</summary>
    public static EventInsert Of(LoginEvent row) => new(
        "login_event", s_loginColumns, row.Id, Name(row.RealmId), row.Time, Name(row.Type), Name(row.ClientId), Name(row.UserId),
        Name(row.SessionId), Name(row.IpAddress), StorableText.Of(row.Error, MaxText), Details(row.Details));

    /// <summary>The row of an admin event.</summary>
    public static EventInsert Of(AdminEvent row) => new(
        "admin_event", s_adminColumns, row.Id, Name(row.RealmId), row.Time, Name(row.AuthRealmId), Name(row.AuthClientId), Name(row.AuthUserId),
        Name(row.AuthIpAddress), Name(row.OperationType), Name(row.ResourceType), StorableText.Of(row.ResourcePath, MaxText),
        Representation(row.Representation), StorableText.Of(row.Error, MaxText), Details(row.Details));

    /// <summary>Inserts the row unless it is there; its values follow that many others.</summary>
    public string Statement(int others, string source = "") => $"""
        INSERT INTO {_table} ({string.Join(", ", _columns)})
        SELECT {string.Join(", ", _columns.Select((column, place) => $"${others + place + 1}{(column == "details" ? "::json" : "")}"))} {source}
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>The change, and the row when the change was made. Answers how many rows the change changed.</summary>
    public string With(string change, int others) => $"""
        WITH changed AS ({change} RETURNING 1), recorded AS ({Statement(others, "FROM changed")})
        SELECT count(*) FROM changed
        """;

    /// <summary>Adds the row's values.</summary>
    public void AddValues(NpgsqlParameterCollection parameters)
    {
        foreach (var value in _values)
        {
            parameters.Add(new NpgsqlParameter
            {
                Value = value,
                NpgsqlDbType = value switch { Guid => NpgsqlDbType.Uuid, long => NpgsqlDbType.Bigint, _ => NpgsqlDbType.Text },
            });
        }
    }

    private static string? Name(string? text) => StorableText.Of(text, MaxName);

    // Consoles parse it: what is cut stays JSON.
    private static string? Representation(string? json) => json is { Length: > MaxRepresentation }
        ? $"\"{JsonEncodedText.Encode(StorableText.Of(json, MaxRepresentation)! + "...", JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""
        : StorableText.Of(json, MaxRepresentation);

    private static string? Details(IReadOnlyDictionary<string, string> details)
    {
        if (details.Count == 0)
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in details.Take(MaxDetails))
            {
                writer.WriteString(Name(name)!, StorableText.Of(value, MaxText));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
