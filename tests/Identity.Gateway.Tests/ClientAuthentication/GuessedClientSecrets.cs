using System.Net;
using Identity.Gateway.ClientAuthentication;
using Identity.Gateway.Tests.Admin;
using Identity.Gateway.Tests.Fixtures;
using Identity.Testing;

namespace Identity.Gateway.Tests.ClientAuthentication;

public sealed class GuessedClientSecrets(GatewayServer server)
{
    private static readonly IPAddress s_guesser = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_other = IPAddress.Parse("192.0.2.2");

    private readonly TestClock _time = new();

    [Theory]
    [InlineData("token", "grant_type=client_credentials")]
    [InlineData("token/introspect", "token=x")]
    [InlineData("revoke", "token=x")]
    [InlineData("logout", "refresh_token=x")]
    public async Task Guesses_are_slowed_down_and_the_right_secret_does_not_show(string path, string form)
    {
        var admin = await AdminApi.CreateAsync(server);
        await admin.CreateAsync("/clients", """{"clientId":"victim","secret":"right","serviceAccountsEnabled":true}""");
        await admin.CreateAsync("/clients", """{"clientId":"neighbour","secret":"right","serviceAccountsEnabled":true}""");
        var client = new OidcClient(server, admin.Realm);

        var answers = new List<Answer>();
        for (var guess = 0; guess < 60; guess++)
        {
            answers.Add(await client.PostAsync(path, $"{form}&client_id=victim&client_secret={guess}"));
        }

        var right = await client.PostAsync(path, $"{form}&client_id=victim&client_secret=right");
        var neighbour = await client.PostAsync("token", "grant_type=client_credentials&client_id=neighbour&client_secret=right");
        Assert.All(answers.Take(50), answer => Assert.Equal(401, answer.Status));
        Assert.Equal((429, "invalid_client"), (answers[^1].Status, answers[^1].Error));
        Assert.NotEmpty(answers[^1].Header("Retry-After")!);
        Assert.Equal(answers[^1].Body, right.Body);
        Assert.Equal(200, neighbour.Status);
    }

    [Fact]
    public void The_door_closes_for_longer_each_time_up_to_half_a_minute()
    {
        var throttle = new ClientThrottle(_time);
        var waits = new List<double>();
        for (var failure = 1; failure <= 58; failure++)
        {
            throttle.Failed("c", s_guesser);
            waits.Add(throttle.ClosedFor("c", s_guesser)?.TotalSeconds ?? 0);
            _time.Advance(TimeSpan.FromSeconds(waits[^1]));
        }

        Assert.Equal(Enumerable.Repeat(0.0, 50).Concat([1, 2, 4, 8, 16, 30, 30, 30]), waits);
        Assert.Null(throttle.ClosedFor("c", s_guesser));
    }

    [Fact]
    public void Others_notice_nothing_and_success_forgets()
    {
        var throttle = new ClientThrottle(_time);
        for (var failure = 0; failure < 60; failure++)
        {
            throttle.Failed("c", s_guesser);
        }

        Assert.NotNull(throttle.ClosedFor("c", s_guesser));
        Assert.NotNull(throttle.ClosedFor("c", IPAddress.Parse("::ffff:192.0.2.1")));
        Assert.Null(throttle.ClosedFor("c", s_other));
        Assert.Null(throttle.ClosedFor("d", s_guesser));
        throttle.Succeeded("c", s_guesser);
        Assert.Null(throttle.ClosedFor("c", s_guesser));
    }

    [Fact]
    public void Who_has_a_whole_network_has_one_door()
    {
        var throttle = new ClientThrottle(_time);
        for (var failure = 0; failure < 60; failure++)
        {
            throttle.Failed("c", IPAddress.Parse($"2001:db8:1:2::{failure:x}"));
        }

        Assert.NotNull(throttle.ClosedFor("c", IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Null(throttle.ClosedFor("c", IPAddress.Parse("2001:db8:1:3::1")));
    }
}
