using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Identity.Gateway.Tests.Mail;

/// <summary>What listens at a mail server's port and says what the test wants.</summary>
/// <param name="greeting">Said at once.</param>
/// <param name="answers">What it says to a command (its first word, a mail's last line is "."); null to close. 250 to what is not in there.</param>
/// <param name="certificate">For STARTTLS, where it is answered with 220.</param>
/// <param name="tlsAtOnce">TLS from the beginning.</param>
internal sealed class ScriptedMailServer(
    string greeting, Dictionary<string, string?> answers, X509Certificate2? certificate = null, bool tlsAtOnce = false) : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    /// <summary>Everything that was said to it.</summary>
    public ConcurrentQueue<string> Said { get; } = new();

    public ScriptedMailServer Start()
    {
        _listener.Start();
        _serving = ServeAsync();
        return this;
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
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                await TalkAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException or AuthenticationException or ObjectDisposedException)
            {
                // The other side has gone, or the test is over.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        stream = tlsAtOnce ? await SecureAsync(stream) : stream;
        await SayAsync(stream, greeting);
        var inMail = false;
        while (await ReadLineAsync(stream) is { } line)
        {
            Said.Enqueue(line);
            inMail &= line != ".";
            if (inMail)
            {
                continue;
            }

            var command = line.Split(' ')[0];
            var answer = answers.TryGetValue(command, out var scripted) ? scripted : command == "DATA" ? "354 go on" : "250 fine";
            if (answer is null)
            {
                return;
            }

            await SayAsync(stream, answer);
            inMail = command == "DATA" && answer.StartsWith("354", StringComparison.Ordinal);
            if (command == "STARTTLS" && answer.StartsWith("220", StringComparison.Ordinal))
            {
                stream = await SecureAsync(stream);
            }
        }
    }

    // Offline: the server looks for its issuers nowhere.
    private async Task<Stream> SecureAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        var context = SslStreamCertificateContext.Create(certificate!, additionalCertificates: null, offline: true);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, _stop.Token);
        return tls;
    }

    private Task SayAsync(Stream stream, string text) => stream.WriteAsync(Encoding.UTF8.GetBytes(text.Length == 0 ? text : $"{text}\r\n"), _stop.Token).AsTask();

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new List<byte>();
        var letter = new byte[1];
        while (await stream.ReadAsync(letter, _stop.Token) == 1)
        {
            if (letter[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(letter[0]);
        }

        return null;
    }
}
