using System.Net;
using System.Reflection;
using System.Security.Cryptography;

namespace Identity.Silo.Discovery;

/// <summary>This pod, as it introduces itself.</summary>
internal sealed class LocalPeer(DiscoveryOptions options, ISiloIdentity silo)
{
    // Pods of earlier releases may say "Embedded".
    private const string Runtime = "Orleans";

    private static readonly string s_version =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly string _startId = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));

    /// <summary>What to say now: the silo may have come up since the last time.</summary>
    public Hello Hello => new(
        options.ClusterId, options.Instance, _startId, s_version, Runtime, new IPEndPoint(options.Address, options.Port), silo.Silo);
}
