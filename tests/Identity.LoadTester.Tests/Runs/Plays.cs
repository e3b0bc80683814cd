using System.Text.Json.Nodes;
using Identity.LoadTester.Data;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Resources;
using Identity.LoadTester.Runs;
using Identity.LoadTester.Scenarios;
using Identity.LoadTester.Scenarios.Day;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Tests.Runs;

/// <summary>Every scenario against a real server.</summary>
public class Plays(LoadedServer server)
{
    private static readonly RunPlan s_short = new() { Workers = 2, WarmUp = TimeSpan.FromMilliseconds(100), Duration = TimeSpan.FromSeconds(1) };

    private static readonly ScenarioOptions s_few = new() { Sessions = 5, Day = new DayOptions { People = 15, Speed = 20_000, WrongPasswords = 0.5, Logouts = 0.7 } };

    public static TheoryData<string> Names => [.. AllScenarios.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_server_that_keeps_its_promises_is_good(string scenario)
    {
        using var site = await Site.OpenAsync(server.Options);
        var pods = new PodProcesses([server.Pid]);

        var result = await new LoadRun(site, AllScenarios.Create(scenario, site, s_few), new Meters(pods, null), TextWriter.Null)
            .RunAsync(s_short, beside: null, TestContext.Current.CancellationToken);

        Assert.True(result.Judge(0) == Verdict.Good, string.Join("; ", result.Complaints.Keys));
        Assert.True(result.Main!.Count(Outcome.Ok) > 0);
        Assert.True(result.PodUse!.Processor > TimeSpan.Zero && result.PodUse.Memory > 10_000_000);
    }

    [Fact]
    public async Task A_day_leaves_the_realms_lifetimes_as_they_were()
    {
        using var site = await Site.OpenAsync(server.Options);
        async Task<string> LifetimesAsync()
        {
            var realm = JsonNode.Parse((await site.Administrator.SendAsync(HttpMethod.Get, site.Options.Realm)).Body)!;
            return $"{realm["accessTokenLifespan"]} {realm["ssoSessionIdleTimeout"]} {realm["ssoSessionMaxLifespan"]}";
        }

        var day = AllScenarios.Create("day", site, s_few);
        var before = await LifetimesAsync();
        await day.PrepareAsync(TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.Equal("5 30 60", await LifetimesAsync());
        await day.FinishAsync();

        Assert.Equal(before, await LifetimesAsync());
    }

    [Fact]
    public async Task Sessions_that_somebody_ends_behind_the_load_testers_back_are_lost()
    {
        var options = server.Options with { Realm = "ended", Users = 5 };
        await DataUpload.SendAsync(new DataSet(options, PasswordHash.Of("pbkdf2-sha256:1000"), Rotates: false), TextWriter.Null, TestContext.Current.CancellationToken);
        using var site = await Site.OpenAsync(options);

        var result = await new LoadRun(site, AllScenarios.Create("refresh", site, s_few), Meters.None, TextWriter.Null).RunAsync(
            s_short,
            (recorder, _) => site.Administrator.DemandAsync(HttpMethod.Post, "ended/logout-all", null, 200, 204),
            TestContext.Current.CancellationToken);

        Assert.Equal(Verdict.SessionsLost, result.Judge(allowedErrors: 1));
    }

    [Fact]
    public async Task An_answer_about_another_user_and_a_forged_token_are_wrong()
    {
        using var site = await Site.OpenAsync(server.Options);
        var recorder = new Recorder(s_short with { WarmUp = TimeSpan.FromSeconds(-60) });
        var session = site.NewSession(3);
        Assert.True(await Person.LogInAsync(site, Flow.Now(recorder), session, site.Options.Client));
        Assert.True(await Application.UserInfoAsync(site, Flow.Now(recorder), session, site.Options.Client));

        session.Subject = "somebody else";
        Assert.False(await Application.UserInfoAsync(site, Flow.Now(recorder), session, site.Options.Client));
        Assert.False(await Application.RefreshAsync(site, Flow.Now(recorder), session, site.Options.Client));
        Assert.Equal(1, recorder.Steps.Single(step => step.Name == "userinfo").Count(Outcome.Wrong));
        Assert.Equal(1, recorder.Steps.Single(step => step.Name == "refresh").Count(Outcome.Wrong));

        var parts = session.Tokens[site.Options.Client].Access.Split('.');
        var forged = $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}";
        Assert.Equal("a token whose signature does not verify", (await site.Verifier.VerifyAsync(forged)).Complaint);
    }

    [Fact]
    public async Task A_realm_that_is_not_there_is_said_to_be_missing()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Site.OpenAsync(server.Options with { Realm = "nowhere" }));

        Assert.Contains("no realm nowhere", thrown.Message, StringComparison.Ordinal);
    }
}
