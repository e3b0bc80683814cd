using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Identity.Faults.Networks;

namespace Identity.Faults.Bed;

/// <summary>What dnsmasq asks where it is to be slow or to fail: it does neither by itself.</summary>
internal sealed class UpstreamNames : IDisposable
{
    public const int Port = 5300;
    private const byte ServerFailure = 2;
    private const int HeaderSize = 12;
    private const int TypeA = 1;
    private static readonly TimeSpan s_slowness = TimeSpan.FromSeconds(3);

    private readonly Socket _socket;
    private readonly NameAnswers _answers;
    private IReadOnlyList<IPAddress> _addresses;

    public UpstreamNames(Host host, NameAnswers answers, IReadOnlyList<IPAddress> addresses)
    {
        _answers = answers;
        _addresses = addresses;
        _socket = host.NewUdpSocket();
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        _ = ServeAsync();
    }

    public void Publish(IReadOnlyList<IPAddress> addresses) => _addresses = addresses;

    public void Dispose() => _socket.Dispose();

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                if (received.ReceivedBytes > HeaderSize)
                {
                    _ = AnswerAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed: nobody asks any more.
        }
    }

    private async Task AnswerAsync(byte[] question, EndPoint asker)
    {
        try
        {
            await Task.Delay(_answers == NameAnswers.Slow ? s_slowness : TimeSpan.Zero);
            await _socket.SendToAsync(Answer(question), asker);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed meanwhile.
        }
    }

    // RFC 1035 section 4: the question back, and a record of type A for each address that names the question's name by its offset.
    private byte[] Answer(byte[] question)
    {
        var end = HeaderSize;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }

        end += 5;
        var addresses = _answers == NameAnswers.Slow && BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(end - 4)) == TypeA ? _addresses : [];
        var answer = new List<byte>(question[..end]);
        answer[2] = (byte)(0x80 | (question[2] & 0x01));
        answer[3] = (byte)(0x80 | (_answers == NameAnswers.Failing ? ServerFailure : 0));
        answer[6] = 0;
        answer[7] = (byte)addresses.Count;
        answer[8] = answer[9] = answer[10] = answer[11] = 0;
        foreach (var address in addresses)
        {
            answer.AddRange([0xC0, HeaderSize, 0, TypeA, 0, 1, 0, 0, 0, 1, 0, 4, .. address.GetAddressBytes()]);
        }

        return [.. answer];
    }
}
