namespace Identity.Gateway.Mail;

/// <summary>A mail could not be handed to the mail server. The message says why, without secrets.</summary>
internal sealed class MailException(string message) : Exception(message);
