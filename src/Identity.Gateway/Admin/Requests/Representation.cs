using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Identity.Gateway.Admin.Requests;

/// <summary>The fields of one of Keycloak's representations: what a request may say and what the OpenAPI document lists.</summary>
internal sealed class Representation
{
    private readonly FrozenDictionary<string, RepresentationField> _byName;

    /// <summary>Declares a representation by name with its fields, by kind.</summary>
    public Representation(string name, params (FieldKind Kind, string[] Names)[] fields)
    {
        Name = name;
        Fields = [.. fields.SelectMany(group => group.Names.Select(field => new RepresentationField(field, group.Kind)))];
        _byName = Fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    /// <summary>A map of texts, in which Keycloak passes over names that it does not know.</summary>
    public static Representation OfMap(params string[] names) => new("Map", (FieldKind.Text, names)) { IsOpen = true };

    /// <summary>For example RoleRepresentation.</summary>
    public string Name { get; }

    /// <summary>In the order in which they are declared.</summary>
    public IReadOnlyList<RepresentationField> Fields { get; }

    private bool IsOpen { get; init; }

    /// <summary>The body with each field in its kind, nulls left out. Refuses unknown fields and other kinds in Keycloak's words.</summary>
    public JsonObject Check(JsonNode? body)
    {
        if (body is not JsonObject given)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }

        var checkedBody = new JsonObject();
        foreach (var (name, value) in given)
        {
            if (!_byName.TryGetValue(name, out var field))
            {
                if (IsOpen)
                {
                    continue;
                }

                throw new AdminRefusalException(AdminResult.Error(400, $"Invalid json representation for {Name}. Unrecognized field \"{Shown(name)}\"."));
            }

            if (value is not null && !(field.Kind is FieldKind.Number or FieldKind.Flag && IsBlank(value)))
            {
                checkedBody[name] = Convert(field.Kind, value);
            }
        }

        return checkedBody;
    }

    /// <summary>A stored record with the given fields over it: what the body does not say stays as it is. Fields in
    /// <paramref name="notCopied"/> are the caller's to read.</summary>
    public static TState Overlay<TState>(TState state, JsonTypeInfo<TState> type, JsonObject body, IReadOnlySet<string> notCopied)
    {
        var merged = (JsonObject)JsonSerializer.SerializeToNode(state, type)!;
        foreach (var (name, value) in body)
        {
            if (!notCopied.Contains(name))
            {
                merged[name] = value?.DeepClone();
            }
        }

        try
        {
            return merged.Deserialize(type)!;
        }
        catch (JsonException)
        {
            throw AdminRefusalException.Unreadable("unknown_error");
        }
    }

    /// <summary>A checked number field that is kept in 32 bits; null when it is not there. Refused when it does not fit.</summary>
    public static int? Int32(JsonObject body, string name) => (long?)body[name] switch
    {
        null => null,
        { } number and >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };

    private static JsonNode Convert(FieldKind kind, JsonNode value) => kind switch
    {
        FieldKind.Text or FieldKind.Secret => Text(value),
        FieldKind.Number => Number(value),
        FieldKind.Flag => Flag(value),
        FieldKind.Texts => new JsonArray([.. Items(value).Select(Text)]),
        FieldKind.TextMap => Map(value, Text),
        FieldKind.TextListMap => Map(value, item => item is JsonArray ? new JsonArray([.. Items(item).Select(Text)]) : new JsonArray(Text(item))),
        FieldKind.Object => value is JsonObject ? value.DeepClone() : throw AdminRefusalException.Unreadable("unknown_error"),
        FieldKind.Objects => new JsonArray([.. Items(value).Select(item => item is JsonObject ? item.DeepClone() : throw AdminRefusalException.Unreadable("unknown_error"))]),
        FieldKind.Any => value.DeepClone(),
        _ => throw new InvalidOperationException($"Unknown kind {kind}."),
    };

    private static JsonNode Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.DeepClone(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.ToJsonString(),
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };

    private static JsonNode Number(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number when value.AsValue().TryGetValue<long>(out var number) => number,
        JsonValueKind.Number when value.AsValue().TryGetValue<double>(out var number) && Math.Abs(number) < long.MaxValue => (long)number,
        JsonValueKind.String when long.TryParse(value.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };

    private static JsonNode Flag(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetValue<string>(), out var flag) => flag,
        _ => throw AdminRefusalException.Unreadable("unknown_error"),
    };

    // Forms send what nobody filled in as "": Keycloak takes that for a field that is not there.
    private static bool IsBlank(JsonNode value) => value.GetValueKind() == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>());

    private static JsonArray Items(JsonNode value) => value as JsonArray ?? throw AdminRefusalException.Unreadable("unknown_error");

    private static JsonObject Map(JsonNode value, Func<JsonNode, JsonNode> convert)
    {
        var map = new JsonObject();
        foreach (var (name, item) in value as JsonObject ?? throw AdminRefusalException.Unreadable("unknown_error"))
        {
            if (item is not null)
            {
                map[name] = convert(item);
            }
        }

        return map;
    }

    private static string Shown(string name) => name.Length <= 100 ? name : name[..100];
}
