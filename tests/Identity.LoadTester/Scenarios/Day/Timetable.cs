namespace Identity.LoadTester.Scenarios.Day;

/// <summary>Who does what when. People come from half past six to half past ten, most of them around a quarter to nine; work with one to
/// four applications, one at a time; make two to four pauses of ten to twenty-five minutes; are away for lunch for half an hour to an
/// hour; and leave from three to eight, most of them around five.</summary>
internal static class Timetable
{
    public const int Applications = 4;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>The first person's time and the last one's.</summary>
    public static (TimeSpan From, TimeSpan To) Hours { get; } = (TimeSpan.FromHours(6.5), TimeSpan.FromHours(20.1));

    /// <summary>The day of that person, in order.</summary>
    public static IEnumerable<Moment> Of(int person, DayOptions options)
    {
        var random = new Random(HashCode.Combine(options.Seed, person));
        var arrival = Around(random, hour: 8.75, minutes: 40, 6.5, 10.5);
        var leaving = Around(random, hour: 17, minutes: 50, 15, 20);
        var away = Away(random, arrival, leaving);
        var applications = 1 + random.Next(Applications);
        yield return new Moment(arrival, random.NextDouble() < options.WrongPasswords ? Doing.LogInMistyping : Doing.LogIn, 0);
        var application = 0;
        for (var at = Later(arrival); at < leaving; at = Later(at))
        {
            if (away.FirstOrDefault(pause => pause.From <= at && at < pause.To) is { To.Ticks: > 0 } pause)
            {
                at = pause.To;
            }

            // Now and then another application is wanted.
            application = random.Next(8) == 0 ? random.Next(applications) : application;
            if (at < leaving)
            {
                yield return new Moment(at, Doing.Work, application);
            }
        }

        yield return new Moment(leaving, random.NextDouble() < options.Logouts ? Doing.LogOut : Doing.Leave, application);

        // A clock of its own for each application: they do not refresh at the same second.
        TimeSpan Later(TimeSpan time) => time + (options.RefreshEvery * (0.9 + (random.NextDouble() * 0.2)));
    }

    private static List<(TimeSpan From, TimeSpan To)> Away(Random random, TimeSpan arrival, TimeSpan leaving)
    {
        var lunch = Around(random, hour: 12.25, minutes: 20, 11.5, 13.5);
        List<(TimeSpan, TimeSpan)> away = [(lunch, lunch + (s_minute * random.Next(30, 61)))];
        for (var pauses = random.Next(2, 5); pauses > 0; pauses--)
        {
            var from = arrival + ((leaving - arrival) * random.NextDouble());
            away.Add((from, from + (s_minute * random.Next(10, 26))));
        }

        return away;
    }

    // Twelve draws make a bell.
    private static TimeSpan Around(Random random, double hour, double minutes, double earliest, double latest)
    {
        var bell = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
        return TimeSpan.FromHours(Math.Clamp(hour + (bell * minutes / 60), earliest, latest));
    }
}
