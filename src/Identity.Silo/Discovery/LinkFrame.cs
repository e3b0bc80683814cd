using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Text.Json;

namespace Identity.Silo.Discovery;

/// <summary>A message on the wire: its length in four bytes, most significant first, then JSON.</summary>
internal static class LinkFrame
{
    /// <summary>The longest message that is read, in bytes.</summary>
    public const int MaxLength = 4 * 1024;

    /// <summary>Reads the next message. Throws <see cref="EndOfStreamException"/> at the end and <see cref="InvalidDataException"/> on
    /// anything that is no message.</summary>
    public static async Task<LinkMessage> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length is 0 or > MaxLength)
        {
            throw new InvalidDataException("no message of a pod");
        }

        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return Parse(body);
    }

    public static byte[] Write(LinkMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Advance(Reserve(buffer));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteBody(json, message);
            json.WriteEndObject();
        }

        var frame = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        return frame;
    }

    private static int Reserve(ArrayBufferWriter<byte> buffer)
    {
        buffer.GetSpan(sizeof(int))[..sizeof(int)].Clear();
        return sizeof(int);
    }

    private static void WriteBody(Utf8JsonWriter json, LinkMessage message)
    {
        switch (message)
        {
            case LinkMessage.Greeting(var hello):
                json.WriteString("type", "hello");
                json.WriteString("clusterId", hello.ClusterId);
                json.WriteString("instance", hello.Instance);
                json.WriteString("startId", hello.StartId);
                json.WriteString("version", hello.Version);
                json.WriteString("runtime", hello.Runtime);
                json.WriteString("endpoint", hello.Endpoint.ToString());
                WriteSilo(json, hello.Silo);
                break;
            case LinkMessage.Refusal(var reason):
                json.WriteString("type", "refused");
                json.WriteString("reason", reason);
                break;
            case LinkMessage.Ping(var number, var silo):
                WriteNumbered(json, "ping", number, silo);
                break;
            case LinkMessage.Pong(var number, var silo):
                WriteNumbered(json, "pong", number, silo);
                break;
            case LinkMessage.Question(var number, var silo):
                WriteNumbered(json, "question", number, silo);
                break;
            case LinkMessage.Finding(var number, var gone):
                WriteNumbered(json, "finding", number, null);
                json.WriteBoolean("gone", gone);
                break;
            default:
                json.WriteString("type", "leaving");
                break;
        }
    }

    private static void WriteNumbered(Utf8JsonWriter json, string type, long number, SiloEndpoint? silo)
    {
        json.WriteString("type", type);
        json.WriteNumber("number", number);
        WriteSilo(json, silo);
    }

    private static void WriteSilo(Utf8JsonWriter json, SiloEndpoint? silo)
    {
        if (silo is not null)
        {
            json.WriteString("silo", silo.ToString());
        }
    }

    private static LinkMessage Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var json = document.RootElement;
            return json.GetProperty("type").GetString() switch
            {
                "hello" => new LinkMessage.Greeting(ParseHello(json)),
                "refused" => new LinkMessage.Refusal(Text(json, "reason")),
                "ping" => new LinkMessage.Ping(Number(json), Silo(json)),
                "pong" => new LinkMessage.Pong(Number(json), Silo(json)),
                "question" => new LinkMessage.Question(Number(json), Silo(json) ?? throw new FormatException("no silo")),
                "finding" => new LinkMessage.Finding(Number(json), json.GetProperty("gone").GetBoolean()),
                "leaving" => new LinkMessage.Leaving(),
                _ => throw new FormatException("no such type"),
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("no message of a pod", exception);
        }
    }

    private static Hello ParseHello(JsonElement json) => new(
        Text(json, "clusterId"), Text(json, "instance"), Text(json, "startId"), Text(json, "version"), Text(json, "runtime"),
        IPEndPoint.Parse(Text(json, "endpoint")), Silo(json));

    // Shown on /cluster and in the log: kept short, and to one line.
    private static string Text(JsonElement json, string name)
    {
        var text = json.GetProperty(name).GetString() ?? string.Empty;
        return text.Length <= 200 && !text.Any(char.IsControl) ? text : throw new FormatException("a text that is too long or no line");
    }

    private static long Number(JsonElement json) => json.GetProperty("number").GetInt64();

    private static SiloEndpoint? Silo(JsonElement json) =>
        json.TryGetProperty("silo", out var text)
            ? SiloEndpoint.TryParse(text.GetString(), out var silo) ? silo : throw new FormatException("no silo")
            : null;
}
