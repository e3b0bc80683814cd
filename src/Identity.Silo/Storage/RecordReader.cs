using System.Text.Json;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Silo.Storage;

/// <summary>Reads documents of a realm as the row that they are in says: one that cannot be read, or says that it is another's, is reported.</summary>
internal sealed class RecordReader(UnreadableRecords unreadable)
{
    /// <summary>The record; null when it cannot be read.</summary>
    public T? TryRead<T>(string kind, string realmId, string id, byte[] document, Func<T, string> idOf)
        where T : class
    {
        try
        {
            var record = StateJson.Read<T>(document);
            return idOf(record) == id ? record : throw new UnreadableRecordException("The id in it is another.");
        }
        catch (UnreadableRecordException exception)
        {
            unreadable.Report(kind, realmId, id, exception.Message);
            return null;
        }
    }

    /// <summary>The same; one that cannot be read is added to those that are left out.</summary>
    public T? TryRead<T>(string kind, string realmId, string id, byte[] document, Func<T, string> idOf, List<UnreadableRecord> leftOut)
        where T : class
    {
        if (TryRead(kind, realmId, id, document, idOf) is { } record)
        {
            return record;
        }

        // jsonb is JSON, whatever else it is not.
        using var json = JsonDocument.Parse(document);
        leftOut.Add(new UnreadableRecord(
            kind, id, Text(json.RootElement, kind == StateNames.Client ? "clientId" : "name"), kind == StateNames.Role ? Text(json.RootElement, "clientId") : null));
        return null;
    }

    /// <summary>The realm's own record.</summary>
    /// <exception cref="UnreadableRecordException">It cannot be read.</exception>
    public RealmState ReadRealm(string realmId, byte[] document) =>
        TryRead<RealmState>(StateNames.Realm, realmId, realmId, document, state => state.Id)
        ?? throw new UnreadableRecordException($"The realm with the id {realmId} cannot be read as it is stored.");

    private static string? Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
