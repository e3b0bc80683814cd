namespace Identity.Silo.Supervision;

/// <summary>The order in which a new connection tries the pods: ready ones first, beginning with the next in turn.</summary>
internal sealed class PodChoice(IReadOnlyList<Pod> pods)
{
    private uint _turn;

    /// <summary>All pods. Those that are not ready come last: their answer, 503 with a reason, is better than none.</summary>
    public IReadOnlyList<Pod> Next()
    {
        var first = Interlocked.Increment(ref _turn);
        var order = new List<Pod>(pods.Count);
        for (var i = 0; i < pods.Count; i++)
        {
            order.Add(pods[(int)((first + i) % pods.Count)]);
        }

        return [.. order.Where(pod => pod.Ready), .. order.Where(pod => !pod.Ready)];
    }
}
