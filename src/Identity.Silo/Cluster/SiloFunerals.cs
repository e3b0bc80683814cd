using System.Collections.Concurrent;
using Identity.Grains.Background;
using Identity.Silo.Discovery;

namespace Identity.Silo.Cluster;

/// <summary>Declares a silo dead as soon as its process is proven gone, instead of after the missed probes.</summary>
/// <remarks>Looks at the members that discovery suspects, at once, and once a second at all without a link. The proof is
/// <see cref="DeathEvidence"/>'s; a silo that may live is left to Orleans's probes.</remarks>
internal sealed partial class SiloFunerals(
    Peers peers,
    DeathEvidence evidence,
    IClusterMembershipService membership,
    ClusterMetrics metrics,
    BackgroundTasks tasks,
    TimeProvider time,
    ILogger<SiloFunerals> logger)
    : IHostedService, IBackgroundWorker
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<SiloAddress, bool> _underWay = new();

    public IReadOnlyList<BackgroundWork> Works => [BackgroundWork.Periodic("funerals", s_period, LookAtAllAsync) with { LongestPause = s_longestPause }];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        peers.Suspected += Look;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        peers.Suspected -= Look;
        return Task.CompletedTask;
    }

    private Task LookAtAllAsync(CancellationToken stoppingToken)
    {
        foreach (var member in membership.CurrentSnapshot.Members.Values.Where(IsWithoutLink))
        {
            tasks.Start("funeral", token => LookAsync(member.SiloAddress, token));
        }

        return Task.CompletedTask;
    }

    private static bool IsOfTheLiving(ClusterMember member) => member.Status is not (SiloStatus.Dead or SiloStatus.None);

    private bool IsWithoutLink(ClusterMember member)
    {
        var silo = SiloMembership.Endpoint(member.SiloAddress);
        return IsOfTheLiving(member) && peers.Local.Silo != silo && peers.All.All(peer => !peer.IsConnected || peer.Hello?.Silo != silo);
    }

    private void Look(PeerState peer)
    {
        if (peer.Hello?.Silo is { } silo)
        {
            tasks.Start("funeral", token => LookAsync(SiloMembership.Address(silo), token));
        }
    }

    private async Task LookAsync(SiloAddress silo, CancellationToken stoppingToken)
    {
        if (!membership.CurrentSnapshot.Members.TryGetValue(silo, out var member) || !IsOfTheLiving(member) || !_underWay.TryAdd(silo, true))
        {
            return;
        }

        try
        {
            var started = time.GetTimestamp();
            if (await evidence.FindProofAsync(SiloMembership.Endpoint(silo), joining: false, stoppingToken) is { } proof && await BuryAsync(silo, stoppingToken))
            {
                metrics.DeclaredDead();
                var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
                LogDeclaredDead(member.Name, silo, proof, milliseconds);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception exception)
        {
            // The next second tries again; the database may be away.
            LogNotDeclared(member.Name, silo, exception.Message);
        }
        finally
        {
            _underWay.TryRemove(silo, out _);
        }
    }

    /// <summary>Whether it was alive in the table and is dead there now.</summary>
    private async Task<bool> BuryAsync(SiloAddress silo, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);

        // Orleans only queues what it is asked for, and holds the queue up to a minute after a failure: not without a table that answers.
        await membership.Refresh(default, patience.Token);
        if (IsDead(membership.CurrentSnapshot, silo))
        {
            return false;
        }

        await membership.TryKill(silo);
        await foreach (var view in membership.MembershipUpdates.WithCancellation(patience.Token))
        {
            if (IsDead(view, silo))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDead(ClusterMembershipSnapshot view, SiloAddress silo) =>
        view.GetSiloStatus(silo) is SiloStatus.Dead or SiloStatus.None;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Declared {Name} ({Silo}) dead: {Proof} (found in {Milliseconds:0} ms)")]
    private partial void LogDeclaredDead(string name, SiloAddress silo, DeathProof proof, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} ({Silo}) could not be declared dead yet: {Reason}")]
    private partial void LogNotDeclared(string name, SiloAddress silo, string reason);
}
