using Identity.Faults.Bed;

namespace Identity.Faults.Nemeses;

/// <summary>All that there are, in the order in which they are played.</summary>
internal static class AllNemeses
{
    private static readonly string[] s_quick = ["kill", "pause-5", "cut-database", "dns-nxdomain", "kill-database", "kill-all"];

    /// <summary>New ones, each for one play.</summary>
    public static IReadOnlyList<Nemesis> Create() =>
    [
        new Kill(),
        new Pause(5),
        new Pause(30),
        new Pause(60),
        new Term(),
        new CutPod(rejects: false),
        new CutPod(rejects: true),
        new CutDatabase(),
        new Isolate(),
        new Loss(),
        new Delay(),
        new BadNames("dns-gone", NameAnswers.Gone, "the name server's port refuses"),
        new BadNames("dns-hanging", NameAnswers.Hanging, "the name server does not answer"),
        new BadNames("dns-slow", NameAnswers.Slow, "the name server answers after 3 s"),
        new BadNames("dns-nxdomain", NameAnswers.NoName, "the headless service's name does not exist"),
        new BadNames("dns-empty", NameAnswers.Empty, "the headless service's name has no addresses"),
        new BadNames("dns-servfail", NameAnswers.Failing, "the name server says SERVFAIL"),
        new BadNames("dns-wrong", NameAnswers.Wrong, "the name server lists addresses of nobody and of another machine"),
        new KillWithoutNames(),
        new Clock(),
        new KillDatabase(),
        new KillAll(),
        new RollingRestart(),
        new RollingUpgrade(),
        new Scale(),
    ];

    /// <summary>Those that the options ask for; throws when a name is none.</summary>
    public static IReadOnlyList<Nemesis> Chosen(Options options)
    {
        var all = Create();
        if (options.Only.FirstOrDefault(name => all.All(nemesis => nemesis.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown}' is no fault; --list names them.");
        }

        IReadOnlyList<string> wanted = options.Only.Count > 0 ? options.Only : options.Quick ? s_quick : [.. all.Select(nemesis => nemesis.Name)];
        return [.. all.Where(nemesis => wanted.Contains(nemesis.Name))];
    }
}
