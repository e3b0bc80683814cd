using System.CommandLine;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Scenarios;
using Identity.LoadTester.Scenarios.Day;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Commands;

/// <summary>The options that say what is played, and how.</summary>
internal sealed class ScenarioArguments
{
    private readonly Argument<string> _scenario = new("scenario") { Description = string.Join(", ", AllScenarios.Names) };
    private readonly Option<double?> _rate = new("--rate") { Description = "open model: flows begun each second, whatever is answered" };
    private readonly Option<int> _workers = new("--workers") { Description = "closed model, when no rate is given: flows at a time", DefaultValueFactory = _ => 8 };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "seconds before what is measured", DefaultValueFactory = _ => 5 };
    private readonly Option<double> _duration = new("--duration") { Description = "seconds that are measured", DefaultValueFactory = _ => 30 };
    private readonly Option<int> _sessions = new("--sessions") { Description = "sessions logged in before refresh, userinfo, introspect, mixed", DefaultValueFactory = _ => 200 };
    private readonly Option<double> _logouts = new("--logouts") { Description = "login: the part of logins that a logout follows", DefaultValueFactory = _ => 0.5 };
    private readonly Option<int> _people = new("--people") { Description = "day: how many people", DefaultValueFactory = _ => 3500 };
    private readonly Option<double> _speed = new("--speed") { Description = "day: how much faster than the clock; the realm's lifetimes are shortened alike", DefaultValueFactory = _ => 60 };
    private readonly Option<int> _seed = new("--seed") { Description = "day: the same seed gives the same day", DefaultValueFactory = _ => 1 };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_scenario);
        foreach (var option in new Option[] { _rate, _workers, _warmUp, _duration, _sessions, _logouts, _people, _speed, _seed })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The plan.</summary>
    public RunPlan Plan(ParseResult parsed) => new()
    {
        Rate = parsed.GetValue(_rate),
        Workers = Math.Max(1, parsed.GetValue(_workers)),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(_warmUp)),
        Duration = TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(_duration))),
    };

    /// <summary>The scenario; throws when there is none of that name.</summary>
    public Scenario Scenario(ParseResult parsed, Site site) => AllScenarios.Create(parsed.GetValue(_scenario)!, site, new ScenarioOptions
    {
        Sessions = Math.Max(1, parsed.GetValue(_sessions)),
        Logouts = parsed.GetValue(_logouts),
        Day = new DayOptions { People = Math.Max(1, parsed.GetValue(_people)), Speed = Math.Max(0.01, parsed.GetValue(_speed)), Seed = parsed.GetValue(_seed) },
    });
}
