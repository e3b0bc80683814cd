using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit;

namespace Identity.Gateway.Mail;

/// <summary>Follows what is said on a connection to a mail server; keeps nothing of it.</summary>
internal sealed class SmtpTalk : IProtocolLogger
{
    private const int MaxAnswered = 64 * 1024;

    private int _answered;

    /// <summary>The other side has said that it is a mail server: the client says nothing before.</summary>
    public bool Greeted { get; private set; }

    /// <summary>What is wrong with the server's certificate; null for nothing, or nothing yet.</summary>
    public string? CertificateFault { get; private set; }

    /// <summary>Not used: no secret is kept.</summary>
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Whether the certificate is one that .NET found nothing wrong with.</summary>
    public bool Trust(SslPolicyErrors errors, X509Chain? chain)
    {
        CertificateFault = errors == SslPolicyErrors.None ? null
            : $"the server's certificate is invalid: {string.Join(", ", [$"{errors}", .. (chain?.ChainStatus ?? []).Select(status => $"{status.Status}")])}";
        return errors == SslPolicyErrors.None;
    }

    /// <inheritdoc/>
    public void LogConnect(Uri uri)
    {
    }

    /// <summary>The number that what was said last wants for an answer.</summary>
    public string Expected { get; private set; } = "250";

    /// <inheritdoc/>
    public void LogClient(byte[] buffer, int offset, int count)
    {
        Greeted = true;
        var said = buffer.AsSpan(offset, count);
        // What takes a refused mail back is no part of what is told.
        Expected = said.StartsWith("RSET"u8) ? Expected : said.StartsWith("STARTTLS\r"u8) ? "220" : said.StartsWith("DATA\r"u8) ? "354" : "250";
    }

    /// <summary>Ends the conversation when its other side says more than a mail needs: what it says is kept until its lines end.</summary>
    /// <exception cref="MailException">It has.</exception>
    public void LogServer(byte[] buffer, int offset, int count)
    {
        if ((_answered += count) > MaxAnswered)
        {
            throw new MailException("The server's answer is too long.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
