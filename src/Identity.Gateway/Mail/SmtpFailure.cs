using System.Globalization;
using System.Net.Sockets;
using Identity.Gateway.Outgoing;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using CertificateException = System.Security.Authentication.AuthenticationException;

namespace Identity.Gateway.Mail;

/// <summary>Says why a mail was not taken. What the server says may hold what was sent to it: only its number is told.</summary>
internal static class SmtpFailure
{
    private const int CodeLength = 3;

    /// <summary>One sentence for who administers the realm.</summary>
    public static string Text(Exception exception, SmtpTalk talk) => Cause(exception) switch
    {
        MailException refused => refused.Message,
        OperationCanceledException => "The server does not answer.",
        CertificateException => "The server's certificate is not trusted.",
        NotSupportedException => "The server does not offer STARTTLS.",
        AuthenticationException refused => Answered(Code(refused.Message), "235"),
        ServiceNotAuthenticatedException => Answered("530", "250"),
        SmtpCommandException refused => Answered(Number(refused.StatusCode), talk.Expected),
        SmtpProtocolException => "The server closed the connection, or what it says is no SMTP.",
        _ => "The connection to the server broke.",
    };

    /// <summary>The same for the log, which may know what is open, closed or forbidden, and what is wrong with a certificate.</summary>
    public static string Detail(Exception exception, SmtpTalk talk) => Cause(exception) switch
    {
        CertificateException refused => talk.CertificateFault ?? refused.Message,
        (OutgoingRefusedException or SocketException or IOException) and var cause => cause.Message,
        _ => Text(exception, talk),
    };

    private static Exception Cause(Exception exception) => exception is SslHandshakeException { InnerException: { } inner } ? inner : exception;

    private static string Answered(string code, string expected) => $"The server answered {code} instead of {expected}.";

    private static string Number(SmtpStatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    // The library has it only as the beginning of its message: "535: what the server said".
    private static string Code(string message) =>
        message.Length > CodeLength && message[CodeLength] == ':' ? message[..CodeLength] : Number(SmtpStatusCode.AuthenticationMechanismTooWeak);
}
