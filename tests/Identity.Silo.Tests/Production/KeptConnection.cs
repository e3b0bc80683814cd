using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Identity.Silo.Tests.Production;

/// <summary>One HTTP/1.1 connection that never tries anything twice: what the server drops is seen.</summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly TcpClient _tcp = new();
    private readonly Uri _realm;
    private StreamReader? _reader;

    public KeptConnection(string realm) => _realm = new Uri(realm);

    /// <summary>The server has asked for the connection to be closed.</summary>
    public bool Closing { get; private set; }

    /// <summary>False when nobody takes connections there.</summary>
    public async Task<bool> TryConnectAsync()
    {
        try
        {
            await _tcp.ConnectAsync(IPAddress.Loopback, _realm.Port);
            _reader = new StreamReader(_tcp.GetStream(), Encoding.ASCII);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A token for billing; answers the status. Throws when the connection breaks instead.</summary>
    public async Task<int> GrantAsync()
    {
        await BeginGrantAsync();
        return await FinishGrantAsync();
    }

    /// <summary>Sends the request but for its last byte: the server has it under way.</summary>
    public Task BeginGrantAsync()
    {
        const string form = "grant_type=client_credentials&client_id=billing&client_secret=billing-secret";
        return SendAsync(
            $"POST {_realm.AbsolutePath}/protocol/openid-connect/token HTTP/1.1\r\nHost: {_realm.Authority}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form[..^1]}");
    }

    /// <summary>Sends what was missing and reads the answer.</summary>
    public async Task<int> FinishGrantAsync()
    {
        await SendAsync("t");
        return await ReadAnswerAsync();
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _tcp.Dispose();
    }

    private async Task SendAsync(string text) => await _tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task<int> ReadAnswerAsync()
    {
        var status = await LineAsync();
        var length = 0;
        var chunked = false;
        while (await LineAsync() is { Length: > 0 } header)
        {
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..], CultureInfo.InvariantCulture) : length;
            chunked |= header.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
            Closing |= header.Equals("Connection: close", StringComparison.OrdinalIgnoreCase);
        }

        await SkipAsync(length);
        while (chunked && int.Parse(await LineAsync(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size)
        {
            chunked = size > 0;
            await SkipAsync(size + 2);
        }

        return int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private async Task<string> LineAsync() => await _reader!.ReadLineAsync() ?? throw new IOException("The server closed the connection before its answer.");

    private async Task SkipAsync(int count)
    {
        if (count > 0 && await _reader!.ReadBlockAsync(new char[count]) < count)
        {
            throw new IOException("The server closed the connection within its answer.");
        }
    }
}
