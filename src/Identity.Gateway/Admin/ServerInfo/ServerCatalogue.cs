using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.ServerInfo;

/// <summary>What this server really has, in the words of Keycloak's server info. Each call answers a copy of its own.</summary>
internal static class ServerCatalogue
{
    private const string Mapper = "org.keycloak.protocol.ProtocolMapper";
    private const string RegistrationPolicy = "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy";
    private const string OpenIdConnect = "openid-connect";

    private static readonly Lazy<string> s_mapperTypes = new(() => ReadMapperTypes().ToJsonString());
    private static readonly Lazy<string> s_components = new(() => ReadComponents().ToJsonString());

    /// <summary>The types of protocol mappers, with the settings of each.</summary>
    public static JsonArray MapperTypes() => Array(s_mapperTypes.Value);

    /// <summary>The mappers that an administrator can add to a client or scope without filling anything in.</summary>
    public static JsonArray BuiltinMappers()
    {
        var mappers = Array(Read("builtin-mappers"));
        foreach (var mapper in mappers.OfType<JsonObject>())
        {
            mapper["protocol"] = OpenIdConnect;
            mapper["consentRequired"] = false;
        }

        return mappers;
    }

    /// <summary>The types of components by the type of what they provide, with the settings of each.</summary>
    public static JsonObject Components() => (JsonObject)JsonNode.Parse(s_components.Value)!;

    /// <summary>What provides the type, for example org.keycloak.keys.KeyProvider; empty when nothing does.</summary>
    public static JsonArray Components(string type) => Components()[type]?.DeepClone() as JsonArray ?? [];

    /// <summary>Keycloak's features that consoles and tools ask about.</summary>
    public static JsonArray Features()
    {
        var features = Array(Read("features"));
        foreach (var feature in features.OfType<JsonObject>())
        {
            feature["type"] = (bool)feature["enabled"]! ? "DEFAULT" : "DISABLED_BY_DEFAULT";
            feature["dependencies"] = new JsonArray();
        }

        return features;
    }

    /// <summary>The requirements of password policies that are enforced.</summary>
    public static JsonArray PasswordPolicies()
    {
        var policies = Array(Read("policies"));
        foreach (var policy in policies.OfType<JsonObject>())
        {
            policy["multipleSupported"] ??= false;
        }

        return policies;
    }

    /// <summary>The files that a client's settings can be downloaded as.</summary>
    public static JsonArray Installations()
    {
        var installations = Array(Read("installations"));
        foreach (var installation in installations.OfType<JsonObject>())
        {
            installation["protocol"] = OpenIdConnect;
        }

        return installations;
    }

    private static JsonArray ReadMapperTypes()
    {
        var file = (JsonObject)JsonNode.Parse(Read("mappers"))!;
        var types = Expand((JsonArray)file["types"]!, (JsonObject)file["shared"]!);
        foreach (var type in types.OfType<JsonObject>())
        {
            type["category"] = "Token mapper";
        }

        return types;
    }

    private static JsonObject ReadComponents()
    {
        var file = (JsonObject)JsonNode.Parse(Read("components"))!;
        var all = new JsonObject();
        foreach (var (type, providers) in (JsonObject)file["types"]!)
        {
            all[type] = Expand((JsonArray)providers!, (JsonObject)file["shared"]!);
        }

        var mappers = MapperTypes();
        var allowed = all[RegistrationPolicy]!.AsArray().First(policy => (string?)policy!["id"] == "allowed-protocol-mappers")!;
        allowed["properties"]![0]!["options"] = new JsonArray([.. mappers.Select(mapper => mapper!["id"]!.DeepClone())]);
        all[Mapper] = new JsonArray([.. mappers.Select(mapper => Component((JsonObject)mapper!))]);
        foreach (var provider in all.SelectMany(type => type.Value!.AsArray()))
        {
            provider!["metadata"] = new JsonObject();
        }

        return all;
    }

    private static JsonObject Component(JsonObject mapper) => new()
    {
        ["id"] = mapper["id"]!.DeepClone(),
        ["helpText"] = mapper["helpText"]!.DeepClone(),
        ["properties"] = mapper["properties"]!.DeepClone(),
    };

    // The files name the settings that several types share, and leave out what is false.
    private static JsonArray Expand(JsonArray types, JsonObject shared)
    {
        var expanded = (JsonArray)types.DeepClone();
        foreach (var type in expanded.OfType<JsonObject>())
        {
            type["properties"] = new JsonArray([.. type["properties"]!.AsArray().Select(property => Property(property!, shared))]);
        }

        return expanded;
    }

    private static JsonObject Property(JsonNode property, JsonObject shared)
    {
        var full = (JsonObject)(property is JsonValue name ? shared[name.GetValue<string>()]! : property).DeepClone();
        foreach (var flag in (string[])["secret", "required", "readOnly"])
        {
            full[flag] ??= false;
        }

        return full;
    }

    private static JsonArray Array(string json) => (JsonArray)JsonNode.Parse(json)!;

    private static string Read(string file)
    {
        using var stream = typeof(ServerCatalogue).Assembly.GetManifestResourceStream($"Identity.Gateway.Admin.ServerInfo.Catalogue.{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
