using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using MimeKit;

namespace Identity.Gateway.Mail;

/// <summary>How a realm sends mail: Keycloak's smtpServer.</summary>
internal sealed record SmtpSettings
{
    private const int DefaultPort = 25;
    private const int DefaultTlsPort = 465;
    private const int MaxHostLength = 255;

    /// <summary>A name or an address.</summary>
    public required string Host { get; init; }

    /// <summary>Default 25; with TLS from the beginning 465.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The sender; checked to be an address.</summary>
    public required string From { get; init; }

    /// <summary>Shown instead of the sender's address.</summary>
    public string? FromDisplayName { get; init; }

    /// <summary>Where answers go; null for the sender.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Shown instead of it.</summary>
    public string? ReplyToDisplayName { get; init; }

    /// <summary>Where bounces go; null for the sender.</summary>
    public string? EnvelopeFrom { get; init; }

    /// <summary>TLS from the beginning.</summary>
    public bool Ssl { get; init; }

    /// <summary>TLS by STARTTLS; a server that does not offer it is refused.</summary>
    public bool StartTls { get; init; }

    /// <summary>Null: no authentication.</summary>
    public string? User { get; init; }

    /// <summary>A secret.</summary>
    public string? Password { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"SmtpSettings {{ {Host}:{Port} }}";

    /// <summary>The realm's settings.</summary>
    /// <exception cref="MailException">It has none, or they cannot be used.</exception>
    public static SmtpSettings Of(RealmState realm) => Read(Stored(realm) ?? throw new MailException("No SMTP server is set up for the realm."));

    /// <summary>The realm's settings as stored; null when it has none.</summary>
    public static JsonObject? Stored(RealmState realm) =>
        realm.Extra is { } extra && extra.TryGetValue("smtpServer", out var stored) && stored.ValueKind == JsonValueKind.Object
            ? JsonObject.Create(stored) : null;

    /// <summary>Reads settings.</summary>
    /// <exception cref="MailException">They cannot be used.</exception>
    public static SmtpSettings Read(JsonObject given)
    {
        var ssl = Flag(given, "ssl");
        var authenticates = Flag(given, "auth");
        if (authenticates && Text(given, "authType") is { } type && type != "basic")
        {
            throw new MailException($"Authentication by {type} is not supported.");
        }

        return new SmtpSettings
        {
            Host = CheckedHost(Text(given, "host") ?? throw new MailException("No SMTP server is set up for the realm.")),
            Port = Text(given, "port") is not { } port ? ssl ? DefaultTlsPort : DefaultPort
                : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue ? number
                : throw new MailException($"'{port}' is no port."),
            From = Address(Text(given, "from"), "sender") ?? throw new MailException("There is no sender address."),
            FromDisplayName = Text(given, "fromDisplayName"),
            ReplyTo = Address(Text(given, "replyTo"), "reply"),
            ReplyToDisplayName = Text(given, "replyToDisplayName"),
            EnvelopeFrom = Address(Text(given, "envelopeFrom"), "envelope"),
            Ssl = ssl,
            StartTls = Flag(given, "starttls"),
            User = authenticates ? CheckedUser(Text(given, "user")) : null,
            Password = authenticates ? Text(given, "password") : null,
        };
    }

    /// <summary>The address if it can be one of a mail's; null when there is none.</summary>
    /// <exception cref="MailException">It is not an address.</exception>
    public static string? Address(string? text, string kind) =>
        text is null ? null
        : MailAddress.TryCreate(text, out var address) && address.Address == text && text.All(letter => letter is > ' ' and < (char)127 and not '<' and not '>')
            && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text ? text
        : throw new MailException($"The {kind} address is not valid.");

    private static string CheckedHost(string text) =>
        text.Length <= MaxHostLength && Uri.CheckHostName(text.TrimEnd('.')) != UriHostNameType.Unknown ? text : throw new MailException("The host is not valid.");

    // RFC 4616: what separates the user from the password.
    private static string? CheckedUser(string? text) => text?.Contains('\0', StringComparison.Ordinal) != true ? text : throw new MailException("The user is not valid.");

    private static bool Flag(JsonObject given, string name) => string.Equals(Text(given, name), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonObject given, string name) => given[name] is JsonValue value && value.ToString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
