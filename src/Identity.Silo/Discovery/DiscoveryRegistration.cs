using Identity.Grains.Background;
using Identity.Silo.Tls;

namespace Identity.Silo.Discovery;

/// <summary>Registers discovery. Needs an <see cref="ISiloIdentity"/> and an <see cref="IMembershipView"/>.</summary>
internal static class DiscoveryRegistration
{
    public static void AddDiscovery(this IServiceCollection services, DiscoveryOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<LocalPeer>();
        services.AddSingleton<ClusterMetrics>();
        services.AddSingleton<NameWatch>();
        services.AddSingleton<Peers>();
        services.AddSingleton<DeathEvidence>();
        services.AddSingleton<ClusterReport>();
        services.AddSingleton<ClusterPage>();
        services.AddHostedService<DiscoveryService>();
        services.AddHostedService(provider => provider.GetRequiredService<Peers>());
        services.AddBackgroundWork<NameWatch>();
        services.AddBackgroundWork<Peers>();
        if (options.Tls is { } files)
        {
            services.AddSingleton(provider => new PeerCertificate(ActivatorUtilities.CreateInstance<ServerCertificate>(provider, files.Certificate, files.Key)));
            services.AddBackgroundWork<PeerCertificate>();
            services.AddSingleton(provider => new PeerTls(files, provider.GetRequiredService<PeerCertificate>().Current));
        }
    }

    // Apart from the certificate that browsers see, which is of the same type.
    private sealed record PeerCertificate(ServerCertificate Current) : IBackgroundWorker
    {
        public IReadOnlyList<BackgroundWork> Works => [.. Current.Works.Select(work => work with { Name = $"peer-{work.Name}" })];
    }
}
