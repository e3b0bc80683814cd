using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Mail;

/// <summary>Sends mails.</summary>
internal sealed partial class MailSender(TimeProvider time, ILogger<MailSender> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Hands the mail to the server of the settings, within ten seconds.</summary>
    /// <exception cref="MailException">It did not take it.</exception>
    public async Task SendAsync(SmtpSettings settings, Letter letter)
    {
        var to = SmtpSettings.Address(letter.To, "recipient's")!;
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            await using var connection = new SmtpConnection(settings);
            await connection.SendAsync(to, LetterFormat.Write(settings, letter, time.GetUtcNow()), patience.Token);
            LogSent(letter.Subject, settings.Host);
        }
        catch (MailException exception)
        {
            LogFailed(letter.Subject, settings.Host, exception.Message);
            throw;
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            LogFailed(letter.Subject, settings.Host, exception.Message);
            throw new MailException(exception is OperationCanceledException ? "The server does not answer." : "The server cannot be reached.", exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The mail \"{Subject}\" was taken by {Host}")]
    private partial void LogSent(string subject, string host);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mail \"{Subject}\" was not taken by {Host}: {Reason}")]
    private partial void LogFailed(string subject, string host, string reason);
}
