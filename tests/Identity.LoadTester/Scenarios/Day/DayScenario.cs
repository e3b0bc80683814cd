using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios.Day;

/// <summary>A working day of many people, faster than the clock; the realm's lifetimes are shortened alike while it lasts.</summary>
internal sealed class DayScenario(Site site, DayOptions options) : Scenario(site)
{
    private JsonObject? _lifetimes;
    private int _present;

    public override string Name => "day";

    public override string MainStep => "refresh";

    /// <summary>What the plan becomes: the day's hours, shortened.</summary>
    public override RunPlan Adjust(RunPlan plan)
    {
        var (from, to) = Timetable.Hours;
        return plan with { WarmUp = TimeSpan.Zero, Duration = (to - from) / options.Speed };
    }

    public override string Describe(RunPlan plan) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.People} people, a day of {(Timetable.Hours.To - Timetable.Hours.From).TotalHours:0.0} hours {options.Speed:0.##} times as fast, seed {options.Seed}");

    public override string? Status => $"{Volatile.Read(ref _present)} people logged in";

    public override async Task PrepareAsync(TextWriter output, CancellationToken stop)
    {
        var realm = JsonNode.Parse((await Site.Administrator.DemandAsync(HttpMethod.Get, Site.Options.Realm, null, 200)).Body)!.AsObject();
        _lifetimes = new JsonObject(Lifetimes().Select(lifetime => KeyValuePair.Create(lifetime.Key, realm[lifetime.Key]?.DeepClone())));
        await Site.Administrator.DemandAsync(HttpMethod.Put, Site.Options.Realm, Lifetimes().ToJsonString(), 204);
        // Pods follow within a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5), stop);
    }

    public override async Task FinishAsync()
    {
        if (_lifetimes is not null)
        {
            await Site.Administrator.DemandAsync(HttpMethod.Put, Site.Options.Realm, _lifetimes.ToJsonString(), 204);
        }
    }

    public override Task RunAsync(Flow flow) => throw new NotSupportedException("A day is driven by its people.");

    /// <summary>Everyone's day, each at his own times; what comes late counts from when it was due.</summary>
    public override Task DriveAsync(RunPlan plan, Recorder recorder, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, options.People).Select(person => Task.Run(() => LiveAsync(person, recorder, stop), CancellationToken.None)));

    private async Task LiveAsync(int person, Recorder recorder, CancellationToken stop)
    {
        var session = Site.NewSession(person % Site.Options.Users);
        var used = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var isIn = false;
        var free = recorder.Began;
        foreach (var moment in Timetable.Of(person, options))
        {
            var due = recorder.Began + (long)((moment.At - Timetable.Hours.From).TotalSeconds / options.Speed * Stopwatch.Frequency);
            var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (stop.IsCancellationRequested || (wait > TimeSpan.Zero && !await WaitAsync(wait, stop)))
            {
                return;
            }

            // Who waits for an answer is not late by himself.
            recorder.Lateness.Add(Stopwatch.GetElapsedTime(Math.Max(due, free)));
            var was = isIn;
            isIn = await DoAsync(moment, new Flow(recorder, due), session, used, isIn);
            free = Stopwatch.GetTimestamp();
            Interlocked.Add(ref _present, (isIn ? 1 : 0) - (was ? 1 : 0));
        }
    }

    /// <summary>Answers whether the person is logged in then.</summary>
    private async Task<bool> DoAsync(Moment moment, Flow flow, Session session, Dictionary<string, TimeSpan> used, bool isIn)
    {
        var client = ClientOf(moment.Application);

        // Who could not log in in the morning, or lost his session, does so when he next wants something.
        var mistyped = moment.Doing == Doing.LogInMistyping ? 1 : 0;
        if (moment.Doing is Doing.LogIn or Doing.LogInMistyping || (!isIn && moment.Doing == Doing.Work))
        {
            session.StartAnew();
            used[client] = moment.At;
            return await Person.LogInAsync(Site, flow, session, client, mistyped);
        }

        switch (moment.Doing)
        {
            case Doing.Work:
                var isOpen = used.TryGetValue(client, out var last) && session.Tokens.ContainsKey(client) && moment.At - last < options.Lifetimes.Idle * 0.9;
                used[client] = moment.At;
                return isOpen ? await Application.RefreshAsync(Site, flow, session, client) : await Person.SignOnAsync(Site, flow, session, client);
            case Doing.LogOut when isIn && session.Tokens.ContainsKey(client):
                if (await Person.LogOutAsync(Site, flow, session, client))
                {
                    foreach (var application in session.Tokens.Keys)
                    {
                        await Application.RefreshEndedAsync(Site, flow, session, application);
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private static async Task<bool> WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            // Whole milliseconds, rounded up: a delay that ends early would make answers look quicker than they are.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private string ClientOf(int application) => application == 0 ? Site.Options.Client : string.Create(CultureInfo.InvariantCulture, $"{Site.Options.Client}-{application}");

    private JsonObject Lifetimes()
    {
        // However short the day: an answer takes its time, and must not outlive the session that it is about.
        int Seconds(TimeSpan time, int atLeast) => (int)Math.Max(atLeast, Math.Ceiling(time.TotalSeconds / options.Speed));
        var (access, idle, session) = options.Lifetimes;
        return new JsonObject
        {
            ["accessTokenLifespan"] = Seconds(access, 5),
            ["ssoSessionIdleTimeout"] = Seconds(idle, 30),
            ["ssoSessionMaxLifespan"] = Seconds(session, 60),
        };
    }
}
