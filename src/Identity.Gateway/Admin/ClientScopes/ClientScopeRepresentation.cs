using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Identity.Gateway.Admin.ProtocolMappers;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.Admin.ClientScopes;

/// <summary>Keycloak's ClientScopeRepresentation.</summary>
internal static partial class ClientScopeRepresentation
{
    private const int MaxLength = 255;
    private const int MaxAttributes = 200;
    private const int MaxAttributeLength = 2048;

    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "ClientScopeRepresentation",
        (FieldKind.Text, ["id", "name", "description", "protocol"]),
        (FieldKind.TextMap, ["attributes"]),
        (FieldKind.Objects, ["protocolMappers"]));

    /// <summary>The body of a request, and the attributes that it sets to null: those go. Fields that are not known are passed over, as Keycloak does here.</summary>
    public static async Task<(JsonObject Body, IReadOnlyList<string> Removed)> ReadAsync(AdminCall call)
    {
        var body = await call.ReadJsonAsync();
        IReadOnlyList<string> removed = [];
        if (body is JsonObject given)
        {
            foreach (var name in given.Select(field => field.Key).Except(Fields.Fields.Select(field => field.Name)).ToList())
            {
                given.Remove(name);
            }

            removed = [.. (given["attributes"] as JsonObject ?? []).Where(attribute => attribute.Value is null).Select(attribute => attribute.Key)];
        }

        return (Fields.Check(body), removed);
    }

    /// <summary>A new scope. Refused without a name that can stand in a scope parameter, or without a protocol.</summary>
    public static ClientScopeState Create(JsonObject body) => Apply(
        new ClientScopeState
        {
            Id = ChosenId.Of(body),
            Name = string.Empty,
            Protocol = string.Empty,
            ProtocolMappers = body["protocolMappers"] is JsonArray mappers ? ProtocolMapperRepresentation.ReadAll(mappers, []) : [],
        },
        body,
        []);

    /// <summary>The scope after an update; mappers are changed one by one elsewhere.</summary>
    public static ClientScopeState Apply(ClientScopeState scope, JsonObject body, IReadOnlyList<string> removed)
    {
        var next = scope with
        {
            Name = (string?)body["name"] ?? scope.Name,
            Protocol = (string?)body["protocol"] ?? scope.Protocol,
            Description = (string?)body["description"] ?? scope.Description,
            Attributes = Merge(scope.Attributes, body["attributes"] as JsonObject, removed),
        };
        return !NamePattern().IsMatch(next.Name) ? throw AdminRefusalException.Invalid($"Unexpected name \"{Shown(next.Name)}\" for ClientScope")
            : next.Protocol is not ("openid-connect" or "saml" or "docker-v2") ? throw AdminRefusalException.Invalid("Unexpected protocol")
            : next.Description is { Length: > MaxLength } ? throw AdminRefusalException.Invalid("The description is too long.")
            : next;
    }

    /// <summary>One scope.</summary>
    public static JsonObject Write(ClientScopeState scope)
    {
        var node = new JsonObject { ["id"] = scope.Id, ["name"] = scope.Name };
        if (scope.Description is not null)
        {
            node["description"] = scope.Description;
        }

        node["protocol"] = scope.Protocol;
        node["attributes"] = new JsonObject(scope.Attributes.Select(attribute => KeyValuePair.Create(attribute.Key, (JsonNode?)attribute.Value)));
        if (scope.ProtocolMappers.Count > 0)
        {
            node["protocolMappers"] = ProtocolMapperRepresentation.WriteAll(scope.ProtocolMappers);
        }

        return node;
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> known, JsonObject? given, IReadOnlyList<string> removed)
    {
        var merged = new Dictionary<string, string>(known, StringComparer.Ordinal);
        foreach (var (name, value) in given ?? [])
        {
            merged[name] = (string)value!;
        }

        foreach (var name in removed)
        {
            merged.Remove(name);
        }

        return merged.Count > MaxAttributes || merged.Any(attribute => attribute.Key.Length > MaxLength || attribute.Value.Length > MaxAttributeLength)
            ? throw AdminRefusalException.Invalid("The attributes are too many or too long.")
            : merged;
    }

    private static string Shown(string name) => name.Length <= 100 ? name : name[..100];

    // RFC 6749 section 3.3: a scope-token.
    [GeneratedRegex(@"^[\x21\x23-\x5B\x5D-\x7E]{1,255}\z")]
    private static partial Regex NamePattern();
}
