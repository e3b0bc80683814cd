using Identity.Gateway.Outgoing;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Mail;

/// <summary>Sends mails, by servers that administrators of realms choose: where they may be is <see cref="OutgoingRule"/>'s to say.</summary>
/// <remarks>What fails before the other side has greeted as a mail server has one text, whatever it was: who chooses host and port must not
/// learn what is open, closed, forbidden or something else. The log says which.</remarks>
internal sealed partial class MailSender(OutgoingConnections connections, OutgoingTrust trust, TimeProvider time, ILogger<MailSender> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Hands the mail to the server of the settings, within ten seconds.</summary>
    /// <exception cref="MailException">It did not take it.</exception>
    public async Task SendAsync(SmtpSettings settings, Letter letter)
    {
        var to = SmtpSettings.Address(letter.To, "recipient's")!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var talk = new SmtpTalk();
        using var client = new RealmSmtpClient(settings, connections, trust, talk);
        try
        {
            await client.HandOverAsync(to, LetterFormat.Write(settings, letter, time.GetUtcNow()), patience.Token);
            LogSent(letter.Subject, settings.Host);
        }
        catch (Exception exception)
        {
            // Host, port and what answers there are somebody else's: whatever goes wrong is a mail that was not sent.
            LogFailed(letter.Subject, settings.Host, SmtpFailure.Detail(exception, talk));
            throw new MailException(talk.Greeted ? SmtpFailure.Text(exception, talk) : "The mail server cannot be reached.");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The mail \"{Subject}\" was taken by {Host}")]
    private partial void LogSent(string subject, string host);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail \"{Subject}\" was not taken by {Host}: {Reason}")]
    private partial void LogFailed(string subject, string host, string reason);
}
