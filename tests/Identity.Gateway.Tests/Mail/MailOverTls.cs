using Identity.Gateway.Tests.Outgoing;
using Identity.Testing.Mail;
using MimeKit;

namespace Identity.Gateway.Tests.Mail;

/// <summary>Mail servers are trusted by the machine's authorities and those of the operator, as whatever else the server calls.</summary>
public sealed class MailOverTls : IDisposable
{
    private const string NotTrusted = "The server's certificate is not trusted.";
    private const string NotReached = "The mail server cannot be reached.";

    private readonly MailAuthority _authority = new();
    private readonly Mailing _mailing = new();

    public void Dispose()
    {
        _mailing.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData(true, "127.0.0.1")]
    [InlineData(true, "mail.example.org")]
    [InlineData(false, "127.0.0.1")]
    [InlineData(false, "mail.example.org")]
    public async Task A_server_of_an_authority_of_our_own_takes_the_mail(bool tlsAtOnce, string host)
    {
        using var certificate = _authority.Issue(host);
        await using var server = new RealMailServer(certificate, tlsAtOnce);

        Assert.Null(await _mailing.SendAsync(Settings(tlsAtOnce), server.Port, _authority.Certificate, host));

        var mail = await MimeMessage.LoadAsync(new MemoryStream(await server.ReadMailAsync()));
        Assert.Equal(("Hello", "the text", "<p>the page</p>"), (mail.Subject, mail.TextBody, mail.HtmlBody));
        Assert.Contains("was taken by " + host, _mailing.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, NotReached)]
    [InlineData(false, NotTrusted)]
    public async Task Any_other_authority_is_refused_before_the_password_is_said(bool tlsAtOnce, string refusal)
    {
        using var stranger = new MailAuthority();
        using var certificate = stranger.Issue("127.0.0.1");
        await using var server = new RealMailServer(certificate, tlsAtOnce);

        Assert.Equal(refusal, await _mailing.SendAsync(Settings(tlsAtOnce), server.Port));
        Assert.Equal(refusal, await _mailing.SendAsync(Settings(tlsAtOnce), server.Port, _authority.Certificate));
        Assert.Equal(0, server.Waiting);
        Assert.Contains("certificate is invalid", _mailing.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, NotReached)]
    [InlineData(false, NotTrusted)]
    public async Task Another_servers_certificate_is_refused(bool tlsAtOnce, string refusal)
    {
        using var certificate = _authority.Issue("other.example.org");
        await using var server = new RealMailServer(certificate, tlsAtOnce);

        Assert.Equal(refusal, await _mailing.SendAsync(Settings(tlsAtOnce), server.Port, _authority.Certificate, "mail.example.org"));
        Assert.Equal(0, server.Waiting);
    }

    [Theory]
    [InlineData(true, NotReached)]
    [InlineData(false, NotTrusted)]
    public async Task What_a_certificate_names_is_not_called(bool tlsAtOnce, string refusal)
    {
        await using var receiver = Receiver.Says("HTTP/1.1 404 Not Found\r\n\r\n");
        using var certificate = _authority.IssueByIntermediate("127.0.0.1", receiver.Url);
        await using var server = new ScriptedMailServer("220 hello", new() { ["EHLO"] = "250-mail.test\r\n250 STARTTLS", ["STARTTLS"] = "220 go" }, certificate, tlsAtOnce).Start();

        Assert.Equal(refusal, await _mailing.SendAsync(Settings(tlsAtOnce), server.Port, _authority.Certificate));
        Assert.Equal((1, 0), (server.Connections, receiver.Connections));
    }

    [Fact]
    public async Task A_wrong_password_is_told_by_its_number()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = new RealMailServer(certificate, tlsAtOnce: false);
        var settings = Settings(false).Replace(RealMailServer.Password, "a wrong one", StringComparison.Ordinal);

        Assert.Equal("The server answered 535 instead of 235.", await _mailing.SendAsync(settings, server.Port, _authority.Certificate));
    }

    [Fact]
    public async Task A_server_without_STARTTLS_is_told_nothing()
    {
        await using var server = new ScriptedMailServer("220 hello", new() { ["EHLO"] = "250-mail.test\r\n250 AUTH PLAIN LOGIN" }).Start();

        Assert.Equal("The server does not offer STARTTLS.", await _mailing.SendAsync(Settings(false), server.Port));
        Assert.All(server.Said, said => Assert.StartsWith("EHLO", said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_said_before_TLS_counts_for_nothing_after_it()
    {
        using var certificate = _authority.Issue("127.0.0.1");
        await using var server = new ScriptedMailServer(
            "220 hello", new() { ["EHLO"] = "250-mail.test\r\n250 STARTTLS", ["STARTTLS"] = "220 go\r\n250-mail.test\r\n250 AUTH PLAIN" }, certificate).Start();

        Assert.NotNull(await _mailing.SendAsync(Settings(false), server.Port, _authority.Certificate));
        Assert.DoesNotContain(server.Said, said => said.StartsWith("AUTH", StringComparison.Ordinal));
    }

    private static string Settings(bool tlsAtOnce) =>
        $$"""{"{{(tlsAtOnce ? "ssl" : "starttls")}}":"true","auth":"true","user":"{{RealMailServer.User}}","password":"{{RealMailServer.Password}}"}""";
}
