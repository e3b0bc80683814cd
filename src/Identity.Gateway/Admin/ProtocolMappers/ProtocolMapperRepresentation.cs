using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.ClientScopes;
using Identity.Grains.Storage;

namespace Identity.Gateway.Admin.ProtocolMappers;

/// <summary>Keycloak's ProtocolMapperRepresentation.</summary>
internal static class ProtocolMapperRepresentation
{
    private const int MaxMappers = 500;

    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "ProtocolMapperRepresentation",
        (FieldKind.Text, ["id", "name", "protocol", "protocolMapper", "consentText"]),
        (FieldKind.Flag, ["consentRequired"]),
        (FieldKind.TextMap, ["config"]));

    /// <summary>The mapper that a checked body describes.</summary>
    public static ProtocolMapper Read(JsonObject body, string id) => new()
    {
        Id = id,
        Name = (string?)body["name"] ?? throw Incomplete(),
        Protocol = (string?)body["protocol"] ?? throw Incomplete(),
        Mapper = (string?)body["protocolMapper"] ?? throw Incomplete(),
        Config = Config(body),
    };

    /// <summary>Settings that are not empty.</summary>
    public static IReadOnlyDictionary<string, string> Config(JsonObject body) => (body["config"] as JsonObject ?? [])
        .Where(setting => ((string)setting.Value!).Length > 0)
        .ToDictionary(setting => setting.Key, setting => (string)setting.Value!, StringComparer.Ordinal);

    /// <summary>The mappers of a client or scope as a whole. Those that are known by id or name keep their id.</summary>
    public static IReadOnlyList<ProtocolMapper> ReadAll(JsonArray bodies, IReadOnlyList<ProtocolMapper> known)
    {
        if (bodies.Count > MaxMappers)
        {
            throw AdminRefusalException.Invalid($"There are at most {MaxMappers} protocol mappers.");
        }

        var mappers = new List<ProtocolMapper>(bodies.Count);
        foreach (var body in bodies.Select(Fields.Check))
        {
            var same = known.FirstOrDefault(mapper => mapper.Name == (string?)body["name"] && mapper.Protocol == (string?)body["protocol"]);
            mappers.Add(Read(body, NewId(body) ?? same?.Id ?? Guid.NewGuid().ToString()));
        }

        return Checked(mappers);
    }

    /// <summary>The id that the body brings; null for none.</summary>
    public static string? NewId(JsonObject body) => (string?)body["id"] switch
    {
        null or "" => null,
        var id when RecordId.IsChoosable(id) => id,
        _ => throw AdminRefusalException.Invalid($"The id of a protocol mapper is no id: {RecordId.Complaint}."),
    };

    /// <summary>The same mappers, their number within bounds, names and ids unique.</summary>
    public static IReadOnlyList<ProtocolMapper> Checked(IReadOnlyList<ProtocolMapper> mappers) =>
        mappers.Count > MaxMappers ? throw AdminRefusalException.Invalid($"There are at most {MaxMappers} protocol mappers.")
        : mappers.DistinctBy(mapper => (mapper.Protocol, mapper.Name)).Count() < mappers.Count || mappers.DistinctBy(mapper => mapper.Id).Count() < mappers.Count
            ? throw new AdminRefusalException(AdminResult.Error(409, "conflict", "Protocol mapper name must be unique per protocol"))
            : mappers;

    /// <summary>One mapper.</summary>
    public static JsonObject Write(ProtocolMapper mapper) => new()
    {
        ["id"] = mapper.Id,
        ["name"] = mapper.Name,
        ["protocol"] = mapper.Protocol,
        ["protocolMapper"] = mapper.Mapper,
        ["consentRequired"] = false,
        ["config"] = new JsonObject(mapper.Config.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)setting.Value))),
    };

    /// <summary>Several mappers.</summary>
    public static JsonArray WriteAll(IEnumerable<ProtocolMapper> mappers) => new([.. mappers.Select(Write)]);

    // Keycloak's database refuses a mapper without a name or protocol; this is what comes of it.
    private static AdminRefusalException Incomplete() => new(AdminResult.Error(409, "conflict", "Duplicate resource error"));
}
