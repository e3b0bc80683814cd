namespace Identity.Silo.Lifetime;

/// <summary>A startup step cannot be done yet; what keeps it may pass, and it is tried again.</summary>
internal sealed class NotYetException(string message) : Exception(message);
