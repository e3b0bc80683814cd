using System.Net;
using Identity.Silo.Discovery;

namespace Identity.Silo.Cluster;

/// <summary>This silo, and the members as it knows them.</summary>
internal sealed class SiloMembership(ILocalSiloDetails local, IServiceProvider services) : ISiloIdentity, IMembershipView
{
    // Found late: the membership service needs the silo to be built, and discovery starts before it.
    private readonly Lazy<IClusterMembershipService> _membership = new(services.GetRequiredService<IClusterMembershipService>);

    public SiloEndpoint? Silo => Endpoint(local.SiloAddress);

    public IReadOnlyList<Member>? Read() =>
        [.. _membership.Value.CurrentSnapshot.Members.Values
            .Where(member => member.Status != SiloStatus.Dead)
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => new Member(Endpoint(member.SiloAddress), member.Name, member.Status.ToString()))];

    public static SiloEndpoint Endpoint(SiloAddress silo) => new(new IPEndPoint(silo.Endpoint.Address, silo.Endpoint.Port), silo.Generation);

    public static SiloAddress Address(SiloEndpoint silo) => SiloAddress.New(silo.Endpoint, (int)silo.Generation);
}
