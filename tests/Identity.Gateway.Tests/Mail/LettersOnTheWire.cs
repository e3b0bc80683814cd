using System.Text;
using System.Text.Json.Nodes;
using Identity.Gateway.Mail;
using MimeKit;

namespace Identity.Gateway.Tests.Mail;

/// <summary>What a realm's settings and a letter's texts hold stays in its place.</summary>
public sealed class LettersOnTheWire : IDisposable
{
    private static readonly string[] s_headers = ["From", "Date", "Subject", "Message-Id", "To", "Reply-To", "Auto-Submitted", "MIME-Version", "Content-Type"];

    private readonly Mailing _mailing = new();

    public void Dispose() => _mailing.Dispose();

    [Theory]
    [InlineData("Hello", "The Realm")]
    [InlineData("Äpfel, Birnen und noch viel mehr, was auf keine einzelne Zeile passt: 漢字 漢字 漢字 漢字 漢字 漢字", "Äpfel \"und\" Birnen <x>, @y")]
    [InlineData("Hello\r\nBcc: evil@x.org", "Name\r\nBcc: evil@x.org")]
    [InlineData("Hello\r\n\r\nThe text\r\n.\r\nMAIL FROM:<evil@x.org>", "Name\n\nText\n.\nRCPT TO:<evil@x.org>")]
    [InlineData("Hello\rBcc: evil@x.org\u2028Cc: evil@x.org\0", "\0Name\u0085Bcc: evil@x.org")]
    public async Task No_text_becomes_a_header_or_a_command(string subject, string name)
    {
        await using var server = new ScriptedMailServer("220 hello", []).Start();
        var settings = new JsonObject { ["fromDisplayName"] = name, ["replyTo"] = "reply@x.org", ["replyToDisplayName"] = name };

        Assert.Null(await _mailing.SendAsync(settings.ToJsonString(), server.Port, letter: new Letter("a@x.org", subject, "the text", "<p>the page</p>")));

        var said = server.Said.ToList();
        var begin = said.IndexOf("DATA") + 1;
        Assert.Equal(["MAIL FROM:<id@x.org>", "RCPT TO:<a@x.org>", "DATA"], said.Where(line => line.Split(' ')[0] is "MAIL" or "RCPT" or "DATA"));
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", said[begin..said.IndexOf(".")])));
        var mail = await MimeMessage.LoadAsync(data);
        Assert.Equal(s_headers.Order(StringComparer.Ordinal), mail.Headers.Select(header => header.Field).Concat(["MIME-Version"]).Distinct().Concat(mail.Body!.Headers.Select(header => header.Field)).Order(StringComparer.Ordinal));
        Assert.Equal((Visible(subject), Visible(name)), (Visible(mail.Subject), Visible(mail.From.Mailboxes.Single().Name)));
        Assert.Equal(["id@x.org", "a@x.org", "reply@x.org"], new[] { mail.From, mail.To, mail.ReplyTo }.Select(list => list.Mailboxes.Single().Address));
        Assert.All(said, line => Assert.True(line.Length <= 998 && line.All(char.IsAscii), line));
    }

    [Fact]
    public async Task Texts_with_dots_and_long_lines_arrive_as_they_are()
    {
        await using var server = new ScriptedMailServer("220 hello", []).Start();
        var text = $".\r\n..\r\n.\r\nQUIT\r\n{new string('x', 5_000)}\r\nпароль €";

        Assert.Null(await _mailing.SendAsync("{}", server.Port, letter: new Letter("a@x.org", "Hello", text, $"<p>{text}</p>")));

        var said = server.Said.ToList();
        using var data = new MemoryStream(Encoding.UTF8.GetBytes(string.Join("\r\n", said[(said.IndexOf("DATA") + 1)..said.IndexOf(".")])));
        var mail = await MimeMessage.LoadAsync(data);
        Assert.Equal((text, $"<p>{text}</p>"), (mail.TextBody!.ReplaceLineEndings("\r\n"), mail.HtmlBody!.ReplaceLineEndings("\r\n")));
    }

    [Theory]
    [InlineData("a@x.org", true)]
    [InlineData("a.b+c@mail.x.org", true)]
    [InlineData("a@localhost", true)]
    [InlineData("a@[127.0.0.1]", true)]
    [InlineData("a", false)]
    [InlineData("@x.org", false)]
    [InlineData("a@", false)]
    [InlineData("a@b@x.org", false)]
    [InlineData("a@x.org\r\nRCPT TO:<b@x.org>", false)]
    [InlineData("a@x.org> SIZE=1", false)]
    [InlineData("A <a@x.org>", false)]
    [InlineData("a@x.org,b@x.org", false)]
    [InlineData("ä@x.org", false)]
    public void Only_an_address_is_one(string text, bool isOne)
    {
        if (isOne)
        {
            Assert.Equal(text, SmtpSettings.Address(text, "sender"));
        }
        else
        {
            Assert.Equal("The sender address is not valid.", Assert.Throws<MailException>(() => SmtpSettings.Address(text, "sender")).Message);
        }
    }

    // Line ends and control characters may go; letters may not.
    private static string Visible(string? text) => string.Concat((text ?? string.Empty).Where(letter => !char.IsControl(letter) && !char.IsWhiteSpace(letter) && letter != '\u2028'));
}
