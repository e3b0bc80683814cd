using Identity.Silo.Discovery;

namespace Identity.Silo.Cluster;

/// <summary>Clears the members that a cluster left in the table when all its pods died at once, before this silo joins: it would wait
/// for each of them to answer, until they go stale.</summary>
internal sealed partial class LeftoverMembers(
    IMembershipTable table, DeathEvidence evidence, NameWatch names, DiscoveryOptions options, ILocalSiloDetails local, TimeProvider time, ILogger<LeftoverMembers> logger)
{
    private const int MaxTries = 5;
    private static readonly TimeSpan s_namePatience = TimeSpan.FromSeconds(2);

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await table.InitializeMembershipTableAsync(true, cancellationToken);
        if (options.Names.Count > 0)
        {
            // Without an answer nothing is proven by it, and the silo joins as it can.
            await names.Asked.WaitAsync(s_namePatience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var rows = (await table.ReadAllAsync(cancellationToken)).Members.Select(row => row.Item1)
            .Where(entry => entry.Status != SiloStatus.Dead && !entry.SiloAddress.Endpoint.Equals(local.SiloAddress.Endpoint));
        await Task.WhenAll(rows.Select(entry => ClearAsync(entry.SiloAddress, entry.SiloName, cancellationToken)));
    }

    private async Task ClearAsync(SiloAddress silo, string name, CancellationToken cancellationToken)
    {
        if (await evidence.FindProofAsync(SiloMembership.Endpoint(silo), joining: true, cancellationToken) is not { } proof)
        {
            return;
        }

        // Pods that start together do this together: who loses the race reads what the other has written.
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var read = await table.ReadAllAsync(cancellationToken);
            if (read.Members.FirstOrDefault(row => row.Item1.SiloAddress.Equals(silo)) is not { Item1.Status: not SiloStatus.Dead } row)
            {
                return;
            }

            row.Item1.Status = SiloStatus.Dead;
            if (await table.UpdateRowAsync(row.Item1, row.Item2, read.Version.Next(), cancellationToken))
            {
                LogCleared(name, silo, proof);
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Cleared {Name} ({Silo}), which was left in the membership: {Proof}")]
    private partial void LogCleared(string name, SiloAddress silo, DeathProof proof);
}
