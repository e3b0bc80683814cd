using System.Net.Security;
using Identity.Gateway.Outgoing;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Identity.Gateway.Mail;

/// <summary>A connection to the mail server of a realm (RFC 5321, RFC 3207, RFC 4954). One mail, then it is closed.</summary>
internal sealed class RealmSmtpClient : SmtpClient
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    private readonly SmtpSettings _settings;
    private readonly OutgoingConnections _connections;
    private readonly OutgoingTrust _trust;

    public RealmSmtpClient(SmtpSettings settings, OutgoingConnections connections, OutgoingTrust trust, SmtpTalk talk)
        : base(talk)
    {
        (_settings, _connections, _trust) = (settings, connections, trust);
        // What it calls itself; the pod's own name or address is nobody's business.
        LocalDomain = "127.0.0.1";
        ServerCertificateValidationCallback = (_, _, chain, errors) => talk.Trust(errors, chain);
    }

    /// <summary>Hands the mail over. Returns when the server has taken it.</summary>
    /// <exception cref="MailException">The server offers too little.</exception>
    /// <remarks>Fails in the library's ways otherwise: <see cref="SmtpFailure"/> knows them.</remarks>
    public async Task HandOverAsync(string to, MimeMessage mail, CancellationToken cancellationToken)
    {
        await using var stream = await _connections.ConnectAsync(_settings.Host, _settings.Port, cancellationToken);
        await ConnectAsync(stream, _settings.Host, _settings.Port, Security(), cancellationToken);
        if (_settings.User is { } user)
        {
            await AuthenticateAsync(Mechanism(user, _settings.Password ?? string.Empty), cancellationToken);
        }

        await SendAsync(mail, new MailboxAddress(null, _settings.EnvelopeFrom ?? _settings.From), [new MailboxAddress(null, to)], cancellationToken);
        using var farewell = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        farewell.CancelAfter(s_farewell);
        await DisconnectAsync(quit: true, farewell.Token);
    }

    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(string host, RemoteCertificateValidationCallback remoteCertificateValidationCallback)
    {
        var options = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
        options.CertificateChainPolicy = _trust.CreatePolicy();
        return options;
    }

    private SecureSocketOptions Security() =>
        _settings.Ssl ? SecureSocketOptions.SslOnConnect : _settings.StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None;

    // No other ones: what the server chooses for them (rounds of a hash, for one) would be ours to compute.
    private SaslMechanism Mechanism(string user, string password) =>
        AuthenticationMechanisms.Contains("PLAIN") ? new SaslMechanismPlain(user, password)
        : AuthenticationMechanisms.Contains("LOGIN") ? new SaslMechanismLogin(user, password)
        : throw new MailException("The server offers no way to authenticate with a password.");
}
