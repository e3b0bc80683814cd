using Identity.Grains.Passwords;
using Identity.Grains.Tokens;

namespace Identity.Grains.Tests.Passwords;

public class NetworkLimits
{
    private static readonly DateTimeOffset s_morning = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly long s_each = NetworkRules.Each(300);

    [Fact]
    public void Three_hundred_failures_at_once_are_too_many_and_five_a_minute_after_that()
    {
        NetworkFailuresState? failures = null;
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
        NetworkFailuresState? failures = null;
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
        NetworkFailuresState? failures = null;
        for (var guess = 0; guess < 10_000; guess++)
        {
            failures = Count(failures, s_morning);
        }

        Assert.Equal(TimeSpan.FromSeconds(612), NetworkRules.ClosedFor(failures!.ForgottenAt, s_each, s_morning));
        Assert.Same(failures, Count(failures, s_morning));
        Assert.InRange(failures.ExpiresAt - s_morning.ToUnixTimeSeconds(), 4200, 4201);
    }

    [Fact]
    public void The_count_of_a_network_can_be_no_tokens_key()
    {
        var key = RevokedTokenKey.OfNetwork("realm", "20010db800000000/64", serverOf: null);

        Assert.NotEqual(key, RevokedTokenKey.OfToken("realm", key.Id));
        Assert.NotEqual(key, RevokedTokenKey.OfNetwork("realm", "20010db800000000/64", "client"));
        Assert.NotEqual(key, RevokedTokenKey.OfNetwork("other", "20010db800000000/64", serverOf: null));
    }

    private static bool IsClosed(NetworkFailuresState? failures, DateTimeOffset now) =>
        failures is not null && NetworkRules.ClosedFor(failures.ForgottenAt, s_each, now) is not null;

    private static NetworkFailuresState Count(NetworkFailuresState? failures, DateTimeOffset now) => NetworkRules.Count(failures, "n", s_each, now);
}
