namespace Identity.Silo.Discovery;

/// <summary>What this pod sees of the cluster, and where its sources disagree.</summary>
internal sealed class ClusterReport(DiscoveryOptions options, NameWatch names, Peers peers, LocalPeer local, IMembershipView membership, TimeProvider time)
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(5);

    public DiscoveryOptions Options => options;

    public Hello Local => local.Hello;

    public IReadOnlyList<NameAnswer> Names => names.Answers;

    public int Addresses => names.Addresses.Count;

    public IReadOnlyList<PeerState> Peers => peers.All;

    public IReadOnlyList<Member>? Members => membership.Read();

    public int ActiveMembers => Members?.Count(member => member.Status == "Active") ?? 0;

    public bool IsListed(PeerState peer) => peers.IsListed(peer.Endpoint);

    public double SecondsSince(long timestamp) => timestamp == 0 ? 0 : Math.Round(time.GetElapsedTime(timestamp).TotalSeconds, 1);

    /// <summary>Each in one sentence; none: all agree.</summary>
    public IReadOnlyList<string> Problems => [.. NameProblems(), .. PeerProblems(), .. MemberProblems()];

    private IEnumerable<string> NameProblems()
    {
        foreach (var name in Names)
        {
            if (name.Status is not (NameStatus.Ok or NameStatus.Asking))
            {
                yield return $"{name.Name} cannot be resolved for {SecondsSince(name.FailingSince)} s ({ClusterPage.Text(name.Status)}); its last {name.Addresses.Count} addresses are in use.";
            }
            else if (name.Status == NameStatus.Ok && !names.Addresses.Contains(options.Address))
            {
                yield return $"{name.Name} does not list this pod's own address {options.Address}.";
            }

            if (name.More > 0)
            {
                yield return $"{name.Name} has {name.More} addresses more than are looked at.";
            }
        }
    }

    private IEnumerable<string> PeerProblems()
    {
        var all = Peers;
        // One that has said good-bye and is gone is no trouble.
        foreach (var peer in all.Where(peer => !peer.Leaving || peer.IsConnected || IsListed(peer)))
        {
            var name = peer.Hello is { } hello ? $"{hello.Instance} at {peer.Endpoint}" : peer.Endpoint.ToString();
            if (peer.Status != LinkStatus.Up && (peer.Status != LinkStatus.Connecting || time.GetElapsedTime(peer.Since) > s_settling))
            {
                yield return $"{name}: {ClusterPage.Text(peer.Status)} for {SecondsSince(peer.Since)} s{(IsListed(peer) ? "" : ", and in no list")}{(peer.Detail is null ? "" : $" ({peer.Detail})")}.";
            }
            else if (peer.Hello is { } other && other.Version != Local.Version)
            {
                yield return $"{name} runs version {other.Version}, this pod {Local.Version}.";
            }

            if (peer is { IsConnected: true, Hello: { } one } && one.Runtime != Local.Runtime)
            {
                yield return $"{name} runs its grains on {one.Runtime}, this pod on {Local.Runtime}.";
            }
        }

        foreach (var group in all.Where(peer => peer.IsConnected).Select(peer => peer.Hello!).Append(Local).DistinctBy(hello => hello.StartId).GroupBy(hello => hello.Instance).Where(group => group.Count() > 1))
        {
            yield return $"duplicate-instance: {group.Count()} pods go by the name {group.Key}: {string.Join(", ", group.Select(hello => hello.Endpoint))}.";
        }
    }

    private IEnumerable<string> MemberProblems()
    {
        if (Members is not { } members || !options.On)
        {
            yield break;
        }

        var connected = Peers.Where(peer => peer.IsConnected).Select(peer => peer.Hello!).ToList();
        foreach (var member in members.Where(member => member.Silo != Local.Silo && connected.All(hello => hello.Silo != member.Silo)))
        {
            yield return $"{member.Name} ({member.Silo}) is a member ({member.Status}), but there is no link to it.";
        }

        foreach (var hello in connected.Where(hello => hello.Silo is { } silo && members.All(member => member.Silo != silo)))
        {
            yield return $"There is a link to {hello.Instance} ({hello.Silo}), but it is no member.";
        }
    }
}
