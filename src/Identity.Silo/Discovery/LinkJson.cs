using System.Text.Json;
using System.Text.Json.Serialization;

namespace Identity.Silo.Discovery;

/// <summary>How messages of links are written. What a later release adds is passed over; what is missing, or said twice, is no message.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(LineConverter), typeof(EndpointConverter), typeof(SiloConverter)])]
[JsonSerializable(typeof(LinkMessage))]
internal sealed partial class LinkJson : JsonSerializerContext;
