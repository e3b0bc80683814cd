using Identity.Gateway.Logout.Notices;
using Identity.Gateway.Realms;
using Identity.Grains.Background;
using Identity.Grains.Sessions;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Logout;

/// <summary>Tells clients that a session has ended (OpenID Connect Back-Channel Logout 1.0).</summary>
/// <remarks>In the background, after the session's end is committed: a client that does not answer delays nobody, as
/// <see cref="NoticeQueue"/> sees to. At the stop those that wait are still sent, for up to ten seconds.</remarks>
internal sealed partial class BackchannelLogout(NoticeQueue queue, NoticeDelivery delivery, NoticeMetrics metrics, BackgroundTasks tasks, ILogger<BackchannelLogout> logger)
    : IBackgroundWorker
{
    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(500);

    private readonly RareLog _dropped = new(TimeProvider.System);

    /// <inheritdoc/>
    public IReadOnlyList<BackgroundWork> Works =>
        [BackgroundWork.Standing("logout-notices", SendAllAsync) with { DrainTime = s_drainTime, Stopping = queue.Close, LongestPause = s_drainTime }];

    /// <summary>Queues a notice for each client of the session that asked for one. Throws nothing: the session has ended already.</summary>
    public void Notify(RealmContext realm, SessionView session, IReadOnlyList<string> clientIds)
    {
        foreach (var id in clientIds)
        {
            if (realm.Realm.FindClientById(id) is { Enabled: true } client && NoticeDelivery.Address(client) is not null
                && !queue.TryAdd(realm.Realm.Id, new LogoutNotice(realm, session, id)))
            {
                metrics.Count("dropped");
                if (_dropped.IsTime())
                {
                    LogDropped(realm.Realm.Name, client.ClientId);
                }
            }
        }
    }

    private async Task SendAllAsync(CancellationToken stoppingToken)
    {
        while (!queue.IsFinished)
        {
            while (queue.TryTake() is { } turn)
            {
                tasks.Start("logout-notice", _ => SendAsync(turn, stoppingToken));
            }

            await queue.ChangedAsync(stoppingToken);
        }
    }

    private async Task SendAsync(NoticeTurn turn, CancellationToken stoppingToken)
    {
        var end = NoticeEnd.Done;
        try
        {
            var sending = delivery.SendAsync(turn.Notice, stoppingToken);
            if (await Task.WhenAny(sending, Task.Delay(s_slow, TimeProvider.System, stoppingToken)) != sending)
            {
                queue.Slow(turn);
            }

            end = await sending;
        }
        finally
        {
            queue.Release(turn, end);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: client {ClientId} is not told of a logout: too many notices wait")]
    private partial void LogDropped(string realm, string clientId);
}
