using MimeKit;
using MimeKit.Utils;

namespace Identity.Gateway.Mail;

/// <summary>Writes a mail as mail servers take it (RFC 5322, RFC 2045 to 2047).</summary>
internal static class LetterFormat
{
    /// <summary>The whole mail: plain text, and the same as a page.</summary>
    public static MimeMessage Write(SmtpSettings settings, Letter letter, DateTimeOffset now)
    {
        var mail = new MimeMessage
        {
            Subject = letter.Subject,
            Date = now.ToUniversalTime(),
            MessageId = MimeUtils.GenerateMessageId(settings.From[(settings.From.LastIndexOf('@') + 1)..]),
            Body = new MultipartAlternative(Part("plain", letter.Text), Part("html", letter.Html)),
        };
        mail.From.Add(new MailboxAddress(settings.FromDisplayName, settings.From));
        mail.To.Add(new MailboxAddress(null, letter.To));
        if (settings.ReplyTo is not null)
        {
            mail.ReplyTo.Add(new MailboxAddress(settings.ReplyToDisplayName, settings.ReplyTo));
        }

        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mail;
    }

    // Neither line breaks nor dots of the content reach the protocol.
    private static TextPart Part(string type, string content) => new(type) { Text = content, ContentTransferEncoding = ContentEncoding.Base64 };
}
