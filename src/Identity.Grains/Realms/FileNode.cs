using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Identity.Grains.Realms;

/// <summary>An object in a realm file and where it is, so that errors can say so.</summary>
internal readonly record struct FileNode(JsonObject Json, string Path)
{
    public bool Has(string name) => Json[name] is not null;

    public string? Text(string name) => Json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Error(name, "a text is expected."),
    };

    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Error(name, "a text is required.");

    public bool? Flag(string name) => Json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<string>(out var text) && bool.TryParse(text, out var flag) => flag,
        _ => throw Error(name, "true or false is expected."),
    };

    public long? Number(string name) => Json[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => throw Error(name, "a whole number is expected."),
    };

    public FileNode? Object(string name) => Json[name] switch
    {
        null => null,
        JsonObject value => new FileNode(value, At(name)),
        _ => throw Error(name, "an object is expected."),
    };

    public IReadOnlyList<FileNode> Objects(string name)
    {
        var path = At(name);
        return [.. Items(name).Select((item, index) => item as JsonObject is { } value
            ? new FileNode(value, $"{path}[{index}]")
            : throw new RealmFileException($"{path}[{index}]", "an object is expected."))];
    }

    public IReadOnlyList<string> Texts(string name)
    {
        var path = At(name);
        return [.. Items(name).Select((item, index) => item is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new RealmFileException($"{path}[{index}]", "a text is expected."))];
    }

    /// <summary>Lists of texts by name, for example roles by client.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Texts)> TextLists(string name) =>
        Object(name) is { } lists ? [.. lists.Json.Select(entry => (entry.Key, lists.Texts(entry.Key)))] : [];

    /// <summary>The object as a stored record: known fields over the record's defaults, unknown ones into its Extra.</summary>
    public T Read<T>(T defaults, JsonTypeInfo<T> type, IReadOnlySet<string> notCopied)
    {
        var merged = (JsonObject)JsonSerializer.SerializeToNode(defaults, type)!;
        foreach (var (name, value) in Json)
        {
            if (value is not null && !notCopied.Contains(name))
            {
                merged[name] = value.DeepClone();
            }
        }

        try
        {
            return merged.Deserialize(type)!;
        }
        catch (JsonException exception)
        {
            throw new RealmFileException((Path + (exception.Path ?? string.Empty).TrimStart('$')).TrimStart('.'), "the value is not of the expected type.", exception);
        }
    }

    /// <summary>An error in one field of this object.</summary>
    public RealmFileException Error(string name, string problem) => new(At(name), problem);

    private string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private JsonArray Items(string name) => Json[name] switch
    {
        null => [],
        JsonArray items => items,
        _ => throw Error(name, "an array is expected."),
    };
}
