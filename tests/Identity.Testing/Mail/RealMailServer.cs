using System.Buffers;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Identity.Testing.Processes;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Identity.Testing.Mail;

/// <summary>A mail server, SmtpServer's, on a port of this machine. Takes mails of its user only, over TLS only.</summary>
public sealed class RealMailServer : IAsyncDisposable
{
    public const string User = "mailer";
    public const string Password = "a secret ä";

    private readonly CancellationTokenSource _stop = new();
    private readonly Box _box = new();
    private readonly Task _serving;

    /// <param name="certificate">With its key.</param>
    /// <param name="tlsAtOnce">TLS from the beginning; otherwise by STARTTLS.</param>
    public RealMailServer(X509Certificate2 certificate, bool tlsAtOnce)
    {
        Port = FreePort.Next();
        var options = new SmtpServerOptionsBuilder().ServerName("mail.test").Endpoint(endpoint => endpoint
            .Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(tlsAtOnce).Certificate(certificate)
            .SupportedSslProtocols(SslProtocols.Tls12 | SslProtocols.Tls13).AuthenticationRequired().AllowUnsecureAuthentication(false)).Build();
        var services = new ServiceProvider();
        services.Add(new DelegatingUserAuthenticator((user, password) => user == User && password == Password));
        services.Add((IMessageStore)_box);
        _serving = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>How many mails it has taken that nobody has read.</summary>
    public int Waiting => _box.Mails.Reader.Count;

    /// <summary>The next mail.</summary>
    public async Task<byte[]> ReadMailAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _box.Mails.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _stop.Dispose();
    }

    private sealed class Box : MessageStore
    {
        public Channel<byte[]> Mails { get; } = Channel.CreateUnbounded<byte[]>();

        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            Mails.Writer.TryWrite(buffer.ToArray());
            return Task.FromResult(SmtpResponse.Ok);
        }
    }
}
