using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Identity.Faults.Networks;

/// <summary>Holds each packet that the kernel hands over (NFQUEUE) for a while: what netem does where it exists.</summary>
internal sealed class PacketQueue : IDisposable
{
    public const ushort Number = 7;
    private const int NetlinkFamily = 16;
    private const int RawSocket = 3;
    private const int NetfilterProtocol = 12;
    private const byte QueueSubsystem = 3;
    private const int HeaderSize = 20;
    private const int TooManyAtOnce = 105;

    private readonly int _socket;
    private readonly TimeSpan _delay;
    private readonly BlockingCollection<(long At, uint Id)> _held = [];
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _release;

    public PacketQueue(Host host, TimeSpan delay)
    {
        _delay = delay;
        _socket = host.Within(() => NativeCalls.Socket(NetlinkFamily, RawSocket, NetfilterProtocol));
        var address = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(address, NetlinkFamily);
        if (_socket < 0 || NativeCalls.Bind(_socket, address, address.Length) != 0)
        {
            throw new Win32Exception("The packet queue cannot be opened");
        }

        // Bind the queue, hand over packets without their content, hold many.
        Send(2, Attribute(1, [1, 0, 0, 0]));
        Send(2, Attribute(2, [0, 0, 0, 0, 1]));
        Send(2, Attribute(3, [0, 0, 0x40, 0]));
        new Thread(Receive) { IsBackground = true, Name = "packets in" }.Start();
        _release = new Thread(Release) { IsBackground = true, Name = "packets out" };
        _release.Start();
    }

    public void Dispose()
    {
        // What is still held goes on at once.
        _over.Set();
        _held.CompleteAdding();
        _release.Join();
        _ = NativeCalls.Close(_socket);
    }

    private void Receive()
    {
        var buffer = new byte[65536];
        while (!_over.IsSet)
        {
            var size = (int)NativeCalls.Receive(_socket, buffer, buffer.Length, 0);
            if (size <= 0 && Marshal.GetLastPInvokeError() != TooManyAtOnce)
            {
                return;
            }

            for (var at = 0; at + HeaderSize <= size;)
            {
                var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at));
                if (BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(at + 4)) == QueueSubsystem << 8 && FindId(buffer.AsSpan(at + HeaderSize, length - HeaderSize)) is { } id && !_held.IsAddingCompleted)
                {
                    _held.TryAdd((Stopwatch.GetTimestamp(), id));
                }

                at += (length + 3) & ~3;
            }
        }
    }

    private void Release()
    {
        foreach (var (at, id) in _held.GetConsumingEnumerable())
        {
            var left = _delay - Stopwatch.GetElapsedTime(at);
            if (left > TimeSpan.Zero)
            {
                _over.Wait(left);
            }

            var verdict = new byte[8];
            BinaryPrimitives.WriteUInt32BigEndian(verdict, 1);
            BinaryPrimitives.WriteUInt32BigEndian(verdict.AsSpan(4), id);
            Send(1, Attribute(2, verdict));
        }
    }

    // The first attribute of a packet (kind 1) begins with its id.
    private static uint? FindId(ReadOnlySpan<byte> attributes)
    {
        while (attributes.Length >= 8)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(attributes);
            if ((BinaryPrimitives.ReadUInt16LittleEndian(attributes[2..]) & 0x3FFF) == 1)
            {
                return BinaryPrimitives.ReadUInt32BigEndian(attributes[4..]);
            }

            attributes = attributes[Math.Min((length + 3) & ~3, attributes.Length)..];
        }

        return null;
    }

    private static byte[] Attribute(ushort kind, byte[] value)
    {
        var attribute = new byte[(4 + value.Length + 3) & ~3];
        BinaryPrimitives.WriteUInt16LittleEndian(attribute, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(attribute.AsSpan(2), kind);
        value.CopyTo(attribute, 4);
        return attribute;
    }

    private void Send(byte message, byte[] attribute)
    {
        var data = new byte[HeaderSize + attribute.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(data, (uint)data.Length);
        data[4] = message;
        data[5] = QueueSubsystem;
        data[6] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(18), Number);
        attribute.CopyTo(data, HeaderSize);
        _ = NativeCalls.Send(_socket, data, data.Length, 0);
    }
}
