namespace Identity.Gateway.Outgoing;

/// <summary>The server does not call that address. The message, for the log, says why.</summary>
internal sealed class OutgoingRefusedException(string message) : Exception(message);
