using System.Buffers.Binary;
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
        var body = JsonSerializer.SerializeToUtf8Bytes(message, LinkJson.Default.LinkMessage);
        var frame = new byte[sizeof(int) + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, sizeof(int));
        return frame;
    }

    private static LinkMessage Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, LinkJson.Default.LinkMessage) ?? throw new InvalidDataException("no message of a pod");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException("no message of a pod", exception);
        }
    }
}
