using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Identity.Testing;

/// <summary>Stands between a server and PostgreSQL and spoils the n-th statement, or all from it on.</summary>
/// <remarks>It knows as much of the protocol as that takes: where one round trip (to a Sync or simple query) ends, and what a row is.</remarks>
public sealed class FaultyWire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private NpgsqlConnectionStringBuilder? _server;
    private Task? _accepting;
    private (WireFault Fault, int At, bool Lasts)? _armed;
    private TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;
    private int _fired;

    /// <summary>How many statements were spoilt since the last <see cref="Arm"/>.</summary>
    public int Fired => Volatile.Read(ref _fired);

    /// <summary>Begins; answers the connection string that goes through here.</summary>
    public string Start(string connectionString)
    {
        _server = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _accepting = AcceptAsync();
        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
    }

    /// <summary>Spoils the n-th statement from now, counted from 1; with <paramref name="lasts"/> also those after it.</summary>
    public void Arm(WireFault fault, int at, bool lasts)
    {
        lock (_lock)
        {
            (_armed, _seen, _fired) = ((fault, at, lasts), 0, 0);
        }
    }

    /// <summary>Lets everything through.</summary>
    public void Disarm()
    {
        lock (_lock)
        {
            _armed = null;
            _held.TrySetResult();
            _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        if (_accepting is not null)
        {
            await _accepting;
        }

        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = CarryAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                using var server = await ConnectAsync();
                await using var near = client.GetStream();
                await using var far = new NetworkStream(server);
                var cut = new TaskCompletionSource();
                var spoilt = new Spoilt();
                await Task.WhenAny(ForwardAsync(near, far, spoilt, cut), ReturnAsync(far, near, spoilt), cut.Task);
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Either side has gone.
            }
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var host = _server!.Host!;
        if (host.StartsWith('/'))
        {
            var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await local.ConnectAsync(new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{_server.Port}"), _stopping.Token);
            return local;
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host, _server.Port, _stopping.Token);
        return socket;
    }

    // Messages wait here until the round trip that they belong to is whole.
    private async Task ForwardAsync(NetworkStream from, NetworkStream to, Spoilt spoilt, TaskCompletionSource cut)
    {
        var startup = new byte[4];
        await from.ReadExactlyAsync(startup, _stopping.Token);
        var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(startup) - 4];
        await from.ReadExactlyAsync(rest, _stopping.Token);
        await to.WriteAsync((byte[])[.. startup, .. rest], _stopping.Token);
        var waiting = new List<byte>();
        while (await ReadAsync(from) is { } message)
        {
            waiting.AddRange(message);
            if (message[0] is (byte)'P' or (byte)'B' or (byte)'D' or (byte)'E' or (byte)'C')
            {
                continue;
            }

            var fault = message[0] is (byte)'S' or (byte)'Q' ? Next() : null;
            switch (fault)
            {
                case WireFault.LostBefore:
                    cut.SetResult();
                    return;
                case WireFault.Refused refused:
                    await from.WriteAsync(Error(refused.State), _stopping.Token);
                    break;
                default:
                    spoilt.Fault = fault;
                    await to.WriteAsync(waiting.ToArray(), _stopping.Token);
                    break;
            }

            waiting.Clear();
        }
    }

    private async Task ReturnAsync(NetworkStream from, NetworkStream to, Spoilt spoilt)
    {
        while (await ReadAsync(from) is { } message)
        {
            switch (spoilt.Fault)
            {
                // The answer is there: what was asked has been done.
                case WireFault.LostAfter when message[0] is (byte)'Z':
                case WireFault.LostAmidRows when message[0] is (byte)'C':
                    return;
                case WireFault.LostAfter:
                    continue;
                case WireFault.LostAmidRows when message[0] is (byte)'D':
                    await to.WriteAsync(message, _stopping.Token);
                    return;
                case WireFault.Late:
                    await Held().WaitAsync(_stopping.Token);
                    spoilt.Fault = null;
                    break;
            }

            await to.WriteAsync(message, _stopping.Token);
        }
    }

    private Task Held()
    {
        lock (_lock)
        {
            return _armed is null ? Task.CompletedTask : _held.Task;
        }
    }

    private WireFault? Next()
    {
        lock (_lock)
        {
            if (_armed is not { } armed || ++_seen < armed.At || (_seen > armed.At && !armed.Lasts))
            {
                return null;
            }

            _fired++;
            return armed.Fault;
        }
    }

    private async Task<byte[]?> ReadAsync(NetworkStream stream)
    {
        var head = new byte[5];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, _stopping.Token) < head.Length)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) + 1];
        head.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(5), _stopping.Token);
        return message;
    }

    private static byte[] Error(string state)
    {
        var fields = Encoding.ASCII.GetBytes($"SERROR\0VERROR\0C{state}\0Mspoilt by a test\0\0");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, fields.Length + 4);
        return [(byte)'E', .. length, .. fields, (byte)'Z', 0, 0, 0, 5, (byte)'I'];
    }

    private sealed class Spoilt
    {
        public volatile WireFault? Fault;
    }
}
