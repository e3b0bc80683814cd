using Identity.Grains.Keys;
using Identity.Grains.Realms;
using Identity.Grains.Realms.Snapshots;
using Identity.Testing;

namespace Identity.Grains.Tests.Realms.Snapshots;

/// <summary>When a pod may answer by a snapshot without asking.</summary>
public sealed class LeaseOfAPod
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);
    private readonly TestClock _time = new();
    private readonly SnapshotLease _lease;
    private readonly RealmSnapshot _realm = new(new RealmRecords(1, new RealmState { Id = "id", Realm = "shop" }, [], [], [], []), new RealmKeys([], []));

    public LeaseOfAPod() => _lease = new SnapshotLease(_time);

    [Fact]
    public void It_covers_what_was_confirmed_after_the_other_pods_could_see_this_one()
    {
        Assert.False(_lease.Covers(_realm));

        Renew();
        Assert.False(_lease.Covers(_realm), "It was never confirmed.");

        _realm.Confirm(_time.GetTimestamp());
        Assert.True(_lease.Covers(_realm));
    }

    [Fact]
    public void It_lasts_three_seconds_from_before_the_renewal_was_sent_and_so_does_a_confirmation()
    {
        Renew();
        _realm.Confirm(_time.GetTimestamp());

        _time.Advance(SnapshotLease.Duration - s_moment);
        Assert.True(_lease.Covers(_realm));
        Renew();
        _time.Advance(s_moment);
        Assert.False(_lease.Covers(_realm), "The confirmation is too old.");

        _realm.Confirm(_time.GetTimestamp());
        Assert.True(_lease.Covers(_realm));
        _time.Advance(SnapshotLease.Duration - s_moment);
        Assert.False(_lease.Covers(_realm), "The renewal is too old.");
    }

    [Fact]
    public void What_was_confirmed_while_nobody_waited_for_this_pod_does_not_count()
    {
        Renew();
        _time.Advance(SnapshotLease.Duration);
        _realm.Confirm(_time.GetTimestamp());
        _time.Advance(s_moment);

        Renew();
        Assert.False(_lease.Covers(_realm), "Somebody may have changed the realm between the two.");

        _realm.Confirm(_time.GetTimestamp());
        Assert.True(_lease.Covers(_realm));
    }

    [Fact]
    public void A_renewal_that_took_longer_than_the_lease_gives_none()
    {
        var begun = _time.GetTimestamp();
        _time.Advance(SnapshotLease.Duration);
        _lease.Renew(begun);
        _realm.Confirm(_time.GetTimestamp());

        Assert.False(_lease.Covers(_realm));
    }

    [Fact]
    public void Ended_it_covers_nothing()
    {
        Renew();
        _realm.Confirm(_time.GetTimestamp());

        _lease.End();

        Assert.False(_lease.Covers(_realm));
    }

    private void Renew() => _lease.Renew(_time.GetTimestamp());
}
