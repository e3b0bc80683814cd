using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Identity.Gateway.Mail;
using Identity.Gateway.Outgoing;
using Identity.Gateway.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Tests.Mail;

/// <summary>Sends mails as the server does, to servers of this machine.</summary>
internal sealed class Mailing : IDisposable
{
    private readonly NameResolver _names = new();
    private readonly CapturedLog _log = new();
    private readonly LoggerFactory _loggers = new();

    public string Log => string.Join('\n', _log.Lines);

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
        (_names as IDisposable)?.Dispose();
    }

    /// <summary>Hands a letter over. Null when it was taken, else why not.</summary>
    /// <param name="settings">Members of smtpServer beside host, port and sender.</param>
    /// <param name="port">Of this machine.</param>
    /// <param name="trusted">Authorities that the operator trusts.</param>
    /// <param name="host">The server's name.</param>
    /// <param name="letter">The letter; null for any.</param>
    /// <param name="allowed">The networks that the operator allows.</param>
    public async Task<string?> SendAsync(
        string settings, int port, X509Certificate2? trusted = null, string host = "127.0.0.1", Letter? letter = null, string allowed = "127.0.0.0/8")
    {
        var given = JsonNode.Parse(settings)!.AsObject();
        given["host"] = host;
        given["port"] = $"{port}";
        given["from"] ??= "id@x.org";
        var options = Options.Create(new OutgoingOptions
        {
            AllowedNetworks = [IPNetwork.Parse(allowed)],
            FurtherAuthorities = trusted is null ? [] : [trusted],
        });
        _loggers.AddProvider(_log);
        var connections = new OutgoingConnections(new OutgoingRule(options), _names, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]));
        var sender = new MailSender(connections, new OutgoingTrust(options), TimeProvider.System, _loggers.CreateLogger<MailSender>());
        try
        {
            await sender.SendAsync(SmtpSettings.Read(given), letter ?? new Letter("a@x.org", "Hello", "the text", "<p>the page</p>"));
            return null;
        }
        catch (MailException exception)
        {
            return exception.Message;
        }
    }
}
