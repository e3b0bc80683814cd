using System.Collections.Concurrent;

namespace Identity.Silo.Discovery;

/// <summary>The talk on a link that is up: pings and their answers, and questions to the peer.</summary>
internal sealed class LinkTalk(LinkConnection connection, LinkRecord record, LocalPeer local, TimeProvider time)
{
    private static readonly TimeSpan s_pingPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_silentAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_givenUpAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_answerPatience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _questions = new();
    private long _lastHeard = time.GetTimestamp();
    private long _numbers;

    /// <summary>Listens and pings until the connection breaks, which it tells by an exception.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var pinging = PingAsync(ended);
        try
        {
            while (true)
            {
                Hear(await connection.ReadAsync(ended.Token));
            }
        }
        finally
        {
            await ended.CancelAsync();
            await pinging;
            foreach (var question in _questions.Values)
            {
                question.TrySetResult(false);
            }
        }
    }

    /// <summary>Asks the peer whether it finds the silo gone; false also when it does not answer within half a second.</summary>
    public async Task<bool> AskAsync(SiloEndpoint silo, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _numbers);
        var finding = _questions[number] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await connection.SendAsync(new LinkMessage.Question(number, silo), cancellationToken);
            return await finding.Task.WaitAsync(s_answerPatience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException || LinkFaults.Is(exception))
        {
            return false;
        }
        finally
        {
            _questions.TryRemove(number, out _);
        }
    }

    private void Hear(LinkMessage message)
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _lastHeard, now);
        record.BecomeFrom(LinkStatus.Silent, LinkStatus.Up, null);
        switch (message)
        {
            case LinkMessage.Pong(var sentAt, var silo):
                record.Answered(time.GetElapsedTime(sentAt, now), silo);
                break;
            case LinkMessage.Finding(var number, var gone) when _questions.TryGetValue(number, out var question):
                question.TrySetResult(gone);
                break;
            case LinkMessage.Leaving:
                record.Leaving();
                break;
        }
    }

    private async Task PingAsync(CancellationTokenSource ended)
    {
        try
        {
            using var timer = new PeriodicTimer(s_pingPeriod, time);
            do
            {
                await connection.SendAsync(new LinkMessage.Ping(time.GetTimestamp(), local.Hello.Silo), ended.Token);
                var quiet = time.GetElapsedTime(Volatile.Read(ref _lastHeard));
                if (quiet > s_silentAfter)
                {
                    record.BecomeFrom(LinkStatus.Up, LinkStatus.Silent, "connected, but nothing was heard for 3 s");
                }

                if (quiet > s_givenUpAfter)
                {
                    await ended.CancelAsync();
                }
            }
            while (await timer.WaitForNextTickAsync(ended.Token));
        }
        catch (Exception exception) when (LinkFaults.Is(exception))
        {
            await ended.CancelAsync();
        }
    }
}
