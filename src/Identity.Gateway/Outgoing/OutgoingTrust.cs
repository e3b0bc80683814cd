using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Outgoing;

/// <summary>Which certificates outgoing TLS takes: names and dates are checked as always, against the machine's authorities and those of
/// the configuration.</summary>
internal sealed class OutgoingTrust(IOptions<OutgoingOptions> options)
{
    /// <summary>For one connection, or for a pool of them.</summary>
    public X509ChainPolicy CreatePolicy()
    {
        // A certificate names addresses that its issuers can be downloaded from. They are the other side's choice, too: never called.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (options.Value.FurtherAuthorities is { Count: > 0 } further)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(further);
            policy.CustomTrustStore.AddRange(MachineRoots());
        }

        return policy;
    }

    private static X509Certificate2Collection MachineRoots()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates;
    }
}
