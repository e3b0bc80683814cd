using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Identity.Testing.Oidc;

namespace Identity.Cluster.Tests;

/// <summary>Sessions that refresh all the time, each request at another pod, with one retry at the next pod.</summary>
internal sealed class RefreshLoad(PodClient client, IReadOnlyList<string> pods, TokenSet[] sessions) : IAsyncDisposable
{
    private const int Workers = 8;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly List<Task> _workers = [];
    private readonly Lock _gapLock = new();
    private long _lastSuccess = Stopwatch.GetTimestamp();
    private TimeSpan _longestGap;
    private int _requests;
    private int _successes;
    private int _nextPod;

    /// <summary>Sessions that could not refresh, with what they were answered.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public int Successes => Volatile.Read(ref _successes);

    public TimeSpan LongestGap => _longestGap;

    public int Requests => _requests;

    public RefreshLoad Start()
    {
        for (var worker = 0; worker < Workers; worker++)
        {
            var first = worker;
            _workers.Add(Task.Run(() => RunAsync(first)));
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _stop.Dispose();
    }

    // Each worker owns the sessions whose number it has modulo the workers, so that a session has one client, as in life.
    private async Task RunAsync(int first)
    {
        while (!_stop.IsCancellationRequested)
        {
            for (var i = first; i < sessions.Length && !_stop.IsCancellationRequested; i += Workers)
            {
                await RefreshAsync(i);
            }
        }
    }

    private async Task RefreshAsync(int session)
    {
        Interlocked.Increment(ref _requests);
        var pod = Interlocked.Increment(ref _nextPod);
        var (ok, answer) = await TryAsync(pods[pod % pods.Count], session);
        if (!ok)
        {
            (ok, answer) = await TryAsync(pods[(pod + 1) % pods.Count], session);
        }

        if (!ok)
        {
            _failures.Enqueue($"session {session}: {answer}");
            return;
        }

        Interlocked.Increment(ref _successes);
        RecordSuccess();
    }

    private async Task<(bool Ok, string Answer)> TryAsync(string pod, int session)
    {
        try
        {
            using var response = await client.RefreshAsync(pod, sessions[session].RefreshToken);
            var body = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (false, $"{pod} {(int)response.StatusCode} {body}");
            }

            sessions[session] = TokenSet.Parse(body);
            return (true, string.Empty);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return (false, $"{pod} {exception.Message}");
        }
    }

    private void RecordSuccess()
    {
        lock (_gapLock)
        {
            var now = Stopwatch.GetTimestamp();
            var gap = Stopwatch.GetElapsedTime(_lastSuccess, now);
            _lastSuccess = now;
            _longestGap = gap > _longestGap ? gap : _longestGap;
        }
    }
}
