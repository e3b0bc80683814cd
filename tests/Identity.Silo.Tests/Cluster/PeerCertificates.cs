using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Silo.Cluster;
using Identity.Silo.Discovery;
using Identity.Silo.Tls;
using Identity.Testing;
using Identity.Testing.Certificates;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Identity.Silo.Tests.Cluster;

/// <summary>Silos speak only with silos whose certificate our own authority has signed.</summary>
public sealed class PeerCertificates(PostgresServer postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("identity-silo-tls-").FullName;
    private readonly TestAuthority _ours = new("ours");
    private readonly TestAuthority _others = new("others");

    [Fact]
    public async Task Silos_with_certificates_of_our_authority_form_a_cluster()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await ClusterSilo.StartAsync(database, silo => Secure(silo, _ours, "one"));
        await using var other = await ClusterSilo.StartAsync(database, silo => Secure(silo, _ours, "other"));

        await Eventually.TrueAsync(() => other.Membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) == 2, "both are members");
        await Token(one).RevokeAsync(long.MaxValue / 2);
        Assert.False(await Token(other).TryUseAsync(long.MaxValue / 2));
    }

    [Fact]
    public async Task A_silo_with_another_authoritys_certificate_cannot_join()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await ClusterSilo.StartAsync(database, silo => Secure(silo, _ours, "one"));

        await Assert.ThrowsAnyAsync<Exception>(() => ClusterSilo.StartAsync(database, silo => Secure(silo, _others, "stranger")));

        Assert.Equal(1, one.Membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active));
    }

    [Fact]
    public async Task A_silo_without_tls_cannot_join()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await ClusterSilo.StartAsync(database, silo => Secure(silo, _ours, "one"));

        await Assert.ThrowsAnyAsync<Exception>(() => ClusterSilo.StartAsync(database, GiveUpSoon));

        Assert.Equal(1, one.Membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active));
    }

    public void Dispose()
    {
        _ours.Dispose();
        _others.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IRevokedTokenGrain Token(ClusterSilo silo) =>
        silo.Service<IGrainFactory>().GetGrain<IRevokedTokenGrain>(new EntityKey("realm", "token").ToString());

    private void Secure(ISiloBuilder silo, TestAuthority authority, string name)
    {
        var files = authority.Issue(Path.Combine(_folder, name), [authority]);
        silo.Services.AddSingleton(provider => new PeerTls(files, ActivatorUtilities.CreateInstance<ServerCertificate>(provider, files.Certificate, files.Key)));
        silo.UsePeerTls(new DiscoveryOptions("identity", name, System.Net.IPAddress.Loopback, 1, 1, [], [], files));
        GiveUpSoon(silo);
    }

    private static void GiveUpSoon(ISiloBuilder silo) =>
        silo.Configure<ClusterMembershipOptions>(membership => membership.MaxJoinAttemptTime = TimeSpan.FromSeconds(2));
}
