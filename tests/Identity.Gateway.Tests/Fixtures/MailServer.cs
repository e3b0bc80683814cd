using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Identity.Gateway.Tests.Fixtures;

/// <summary>A small mail server on a free port. Takes every mail, or refuses all.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private readonly bool _refuses;
    private readonly Task _serving;

    public MailServer(bool refuses = false)
    {
        _refuses = refuses;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What clients said, the mails left out.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>The next mail.</summary>
    public async Task<string> ReadMailAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _mails.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The text part of a mail.</summary>
    public static string Text(string mail)
    {
        var part = mail[mail.IndexOf("text/plain", StringComparison.Ordinal)..];
        var begin = part.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return Encoding.UTF8.GetString(Convert.FromBase64String(part[begin..part.IndexOf("\r\n--", StringComparison.Ordinal)]));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException || _stop.IsCancellationRequested)
        {
            _mails.Writer.TryComplete();
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 mail.test");
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != "QUIT")
        {
            Commands.Add(line);
            await writer.WriteLineAsync(line.Split(' ')[0] switch
            {
                "EHLO" => "250-mail.test\r\n250-SIZE 1000000\r\n250 AUTH PLAIN LOGIN",
                "AUTH" => "235 welcome",
                "MAIL" when _refuses => "550 no",
                "DATA" => "354 go on",
                _ => "250 fine",
            });
            if (line == "DATA")
            {
                _mails.Writer.TryWrite(await ReadDataAsync(reader));
                await writer.WriteLineAsync("250 taken");
            }
        }
    }

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            mail.Append(line).Append("\r\n");
        }

        return mail.ToString();
    }
}
