using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Identity.Silo.Discovery;

/// <summary>Texts of others are shown on /cluster and in the log: kept short, and to one line.</summary>
internal sealed class LineConverter : JsonConverter<string>
{
    private const int MaxLength = 200;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: <= MaxLength } text && !text.Any(char.IsControl) ? text : throw new JsonException("A text that is too long or no line.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

internal sealed class EndpointConverter : JsonConverter<IPEndPoint>
{
    public override IPEndPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IPEndPoint.TryParse(reader.GetString() ?? "", out var endpoint) ? endpoint : throw new JsonException("No endpoint.");

    public override void Write(Utf8JsonWriter writer, IPEndPoint value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class SiloConverter : JsonConverter<SiloEndpoint>
{
    public override SiloEndpoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SiloEndpoint.TryParse(reader.GetString(), out var silo) ? silo : throw new JsonException("No silo.");

    public override void Write(Utf8JsonWriter writer, SiloEndpoint value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
