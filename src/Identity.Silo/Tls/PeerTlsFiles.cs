namespace Identity.Silo.Tls;

/// <summary>The PEM files of mutual TLS between pods.</summary>
/// <param name="Certificate">This pod's certificate chain.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">The authorities of all pods: two while one is being replaced by the next.</param>
internal sealed record PeerTlsFiles(string Certificate, string Key, string Authority);
