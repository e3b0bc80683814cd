using Identity.Grains.Passwords;
using Identity.Grains.Storage;

namespace Identity.Grains.Tests.Passwords;

public class NetworkLimits
{
    private static readonly DateTimeOffset s_morning = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly long s_each = NetworkRules.Each(300);

    [Fact]
    public void Three_hundred_failures_at_once_are_too_many_and_five_a_minute_after_that()
    {
        var failures = new NetworkFailuresState();
        var taken = 0;
        for (var second = 0; second < 7200; second++)
        {
            // As fast as it goes, for two hours.
            var now = s_morning.AddSeconds(second);
            while (!IsClosed(failures, now))
            {
                failures = Count(failures, now);
                taken++;
            }
        }

        Assert.InRange(taken, 899, 901);
    }

    [Fact]
    public void An_agency_behind_one_address_where_six_hundred_people_log_in_within_a_quarter_of_an_hour_is_never_held_back()
    {
        var failures = new NetworkFailuresState();
        for (var person = 0; person < 600; person++)
        {
            // Nobody's browser is known yet, and every second person types wrong once.
            var now = s_morning.AddSeconds(person * 1.5);
            Assert.False(IsClosed(failures, now));
            failures = person % 2 == 0 ? Count(failures, now) : failures;
        }
    }

    [Fact]
    public void However_many_there_are_it_waits_for_little_more_than_ten_minutes()
    {
        var failures = new NetworkFailuresState();
        for (var guess = 0; guess < 10_000; guess++)
        {
            failures = Count(failures, s_morning);
        }

        Assert.Equal(TimeSpan.FromSeconds(612), NetworkRules.ClosedFor(failures.ForgottenAt, s_each, s_morning));
        Assert.Equal(failures, Count(failures, s_morning));
    }

    [Fact]
    public void A_network_and_an_applications_server_in_it_are_counted_apart_in_each_realm()
    {
        var key = GuessingNetwork.KeyOf("realm", "20010db800000000/64", serverOf: null);

        Assert.NotEqual(RecordId.Nobody, key.Id);
        Assert.NotEqual(key, GuessingNetwork.KeyOf("realm", "20010db800000000/64", "client"));
        Assert.NotEqual(key, GuessingNetwork.KeyOf("other", "20010db800000000/64", serverOf: null));
    }

    private static bool IsClosed(NetworkFailuresState failures, DateTimeOffset now) => NetworkRules.ClosedFor(failures.ForgottenAt, s_each, now) is not null;

    private static NetworkFailuresState Count(NetworkFailuresState failures, DateTimeOffset now) => NetworkRules.Count(failures, s_each, now);
}
