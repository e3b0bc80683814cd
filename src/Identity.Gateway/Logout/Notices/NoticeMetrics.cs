using System.Diagnostics.Metrics;

namespace Identity.Gateway.Logout.Notices;

/// <summary>Counts what becomes of logout notices.</summary>
internal sealed class NoticeMetrics
{
    private readonly Counter<long> _notices;

    public NoticeMetrics(IMeterFactory meters, NoticeQueue queue)
    {
        var meter = meters.Create("Identity.Logout");
        _notices = meter.CreateCounter<long>("identity.logout.notices", "{notice}", "Notices to clients of sessions that have ended, by outcome");
        meter.CreateObservableGauge("identity.logout.notices.waiting", () => queue.Waiting, "{notice}", "Notices that wait to be sent");
        meter.CreateObservableCounter("identity.logout.notices.late", () => queue.Expired, "{notice}", "Notices that waited for so long that they were given up");
    }

    /// <param name="outcome">delivered, rejected, refused, failed, timeout, withdrawn or dropped.</param>
    public void Count(string outcome) => _notices.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
