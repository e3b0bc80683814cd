using System.Net.Security;
using System.Text;
using Identity.Gateway.Outgoing;

namespace Identity.Gateway.Mail;

/// <summary>A connection to a mail server (RFC 5321, RFC 3207, RFC 4954). One mail, then it is closed.</summary>
internal sealed class SmtpConnection(SmtpSettings settings, OutgoingConnections connections, OutgoingTrust trust) : IAsyncDisposable
{
    private const int MaxReplyLength = 16 * 1024;

    private Stream? _stream;

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }
    }

    /// <summary>It has said that it is a mail server.</summary>
    public bool Greeted { get; private set; }

    /// <summary>Hands the mail over. Returns when the server has taken it.</summary>
    public async Task SendAsync(string to, string mail, CancellationToken cancellationToken)
    {
        _stream = await connections.ConnectAsync(settings.Host, settings.Port, cancellationToken);
        if (settings.Ssl)
        {
            await SecureAsync(cancellationToken);
        }

        await ExpectAsync(220, cancellationToken);
        Greeted = true;
        var offers = await GreetAsync(cancellationToken);
        if (settings.StartTls && !settings.Ssl)
        {
            if (!offers.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase))
            {
                throw new MailException("The server does not offer STARTTLS.");
            }

            await CommandAsync("STARTTLS", 220, cancellationToken);
            await SecureAsync(cancellationToken);
            offers = await GreetAsync(cancellationToken);
        }

        await AuthenticateAsync(offers, cancellationToken);
        await CommandAsync($"MAIL FROM:<{settings.EnvelopeFrom ?? settings.From}>", 250, cancellationToken);
        await CommandAsync($"RCPT TO:<{to}>", 250, cancellationToken);
        await CommandAsync("DATA", 354, cancellationToken);
        await CommandAsync($"{mail.Replace("\r\n.", "\r\n..", StringComparison.Ordinal)}.", 250, cancellationToken);
        await WriteAsync("QUIT", cancellationToken);
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        var secured = new SslStream(_stream!, leaveInnerStreamOpen: false);
        _stream = secured;
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = settings.Host, CertificateChainPolicy = trust.CreatePolicy() }, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> GreetAsync(CancellationToken cancellationToken) =>
        [.. (await CommandAsync("EHLO [127.0.0.1]", 250, cancellationToken)).Select(line => line.Length > 4 ? line[4..].Trim() : string.Empty)];

    private async Task AuthenticateAsync(IReadOnlyList<string> offers, CancellationToken cancellationToken)
    {
        if (settings.User is not { } user)
        {
            return;
        }

        var ways = offers.FirstOrDefault(offer => offer.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split(' ', '=') ?? [];
        if (ways.Contains("PLAIN"))
        {
            await CommandAsync($"AUTH PLAIN {Base64($"\0{user}\0{settings.Password}")}", 235, cancellationToken);
        }
        else if (ways.Contains("LOGIN"))
        {
            await CommandAsync("AUTH LOGIN", 334, cancellationToken);
            await CommandAsync(Base64(user), 334, cancellationToken);
            await CommandAsync(Base64(settings.Password ?? string.Empty), 235, cancellationToken);
        }
        else
        {
            throw new MailException("The server offers no way to authenticate with a password.");
        }
    }

    private async Task<List<string>> CommandAsync(string command, int expected, CancellationToken cancellationToken)
    {
        await WriteAsync(command, cancellationToken);
        return await ExpectAsync(expected, cancellationToken);
    }

    private async Task WriteAsync(string line, CancellationToken cancellationToken)
    {
        await _stream!.WriteAsync(Encoding.ASCII.GetBytes($"{line}\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    // What the server says may hold what was sent to it: only its number is told.
    private async Task<List<string>> ExpectAsync(int expected, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var letter = new byte[1];
        for (var length = 0; length < MaxReplyLength; length++)
        {
            if (await _stream!.ReadAsync(letter, cancellationToken) == 0)
            {
                throw new MailException("The server closed the connection.");
            }

            if (letter[0] != '\n')
            {
                line.Append((char)letter[0]);
                continue;
            }

            lines.Add(line.ToString().TrimEnd('\r'));
            line.Clear();
            if (lines[^1].Length < 4 || lines[^1][3] != '-')
            {
                return Code(lines[^1]) == expected ? lines : throw new MailException($"The server answered {Code(lines[^1])} instead of {expected}.");
            }
        }

        throw new MailException("The server's answer is too long.");
    }

    private static int Code(string line) => line.Length >= 3 && int.TryParse(line.AsSpan(0, 3), out var code) ? code : 0;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
