using System.Security.Cryptography;
using Identity.Grains.Background;

namespace Identity.Silo.Tls;

/// <summary>The certificate that the server shows, read again within two seconds of a change of its files.</summary>
/// <remarks>The contents are compared, not the times: a swapped symlink, as Kubernetes does it, counts as a change. A new pair that
/// does not fit (half written, wrong key) is logged once and the one before stays.</remarks>
internal sealed partial class ServerCertificate(
    string certificateFile,
    string keyFile,
    ILogger<ServerCertificate> logger) : IBackgroundWorker
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(2);

    private byte[] _lastSeen = [];
    private volatile CertificatePair? _current;

    public IReadOnlyList<BackgroundWork> Works => [BackgroundWork.Periodic("certificate", s_period, ReloadAsync)];

    /// <summary>The pair for new connections. Throws when the files are bad at the first use.</summary>
    public CertificatePair Current => _current ??= Load();

    /// <summary>Takes the files' present content if it differs and is good; true if it was taken.</summary>
    public bool ReloadIfChanged()
    {
        _ = Current;
        try
        {
            var (certificate, key) = (File.ReadAllBytes(certificateFile), File.ReadAllBytes(keyFile));
            var fingerprint = CertificatePair.FingerprintOf(certificate, key);
            if (fingerprint.AsSpan().SequenceEqual(_lastSeen))
            {
                return false;
            }

            _lastSeen = fingerprint;
            _current = CertificatePair.Load(certificate, key);
            var notAfter = _current.Certificate.NotAfter.ToUniversalTime();
            LogReloaded(_current.Certificate.Subject, notAfter);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            LogKept(exception.Message);
            return false;
        }
    }

    private Task ReloadAsync(CancellationToken stoppingToken)
    {
        ReloadIfChanged();
        return Task.CompletedTask;
    }

    private CertificatePair Load()
    {
        var pair = CertificatePair.Load(File.ReadAllBytes(certificateFile), File.ReadAllBytes(keyFile));
        _lastSeen = pair.Fingerprint;
        return pair;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving the new certificate {Subject}, valid until {NotAfter:u}")]
    private partial void LogReloaded(string subject, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate or key file changed but cannot be used, so the one before stays: {Reason}")]
    private partial void LogKept(string reason);
}
