using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Gateway.Mail;

/// <summary>Writes a mail as mail servers take it (RFC 5322, RFC 2045 to 2047).</summary>
internal static class LetterFormat
{
    // RFC 2047 section 2: an encoded word has at most 75 characters.
    private const int MaxWordBytes = 45;

    /// <summary>The whole mail with CRLF line ends, ready for DATA.</summary>
    public static string Write(SmtpSettings settings, Letter letter, DateTimeOffset now)
    {
        var boundary = $"b{Convert.ToHexString(RandomNumberGenerator.GetBytes(12))}";
        var mail = new StringBuilder();
        Header(mail, "From", Mailbox(settings.From, settings.FromDisplayName));
        Header(mail, "To", $"<{letter.To}>");
        if (settings.ReplyTo is not null)
        {
            Header(mail, "Reply-To", Mailbox(settings.ReplyTo, settings.ReplyToDisplayName));
        }

        Header(mail, "Subject", Words(letter.Subject));
        Header(mail, "Date", now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header(mail, "Message-ID", $"<{Guid.NewGuid():N}@{settings.From[(settings.From.LastIndexOf('@') + 1)..]}>");
        Header(mail, "Auto-Submitted", "auto-generated");
        Header(mail, "MIME-Version", "1.0");
        Header(mail, "Content-Type", $"multipart/alternative; boundary=\"{boundary}\"");
        Part(mail, boundary, "text/plain", letter.Text);
        Part(mail, boundary, "text/html", letter.Html);
        return mail.Append(CultureInfo.InvariantCulture, $"--{boundary}--\r\n").ToString();
    }

    private static void Part(StringBuilder mail, string boundary, string type, string content)
    {
        mail.Append(CultureInfo.InvariantCulture, $"\r\n--{boundary}\r\n");
        Header(mail, "Content-Type", $"{type}; charset=utf-8");
        Header(mail, "Content-Transfer-Encoding", "base64");
        // Neither line breaks nor dots of the content reach the protocol.
        mail.Append("\r\n").Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(content), Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
    }

    private static void Header(StringBuilder mail, string name, string value) => mail.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");

    private static string Mailbox(string address, string? name) => name is null ? $"<{address}>" : $"{Words(name)} <{address}>";

    private static string Words(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > MaxWordBytes)
            {
                words.Add(Word(word));
                word.Clear();
            }

            word.AddRange(bytes[..length]);
        }

        words.Add(Word(word));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";
}
