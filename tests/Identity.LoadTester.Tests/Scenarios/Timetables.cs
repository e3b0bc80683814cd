using Identity.LoadTester.Scenarios.Day;

namespace Identity.LoadTester.Tests.Scenarios;

public class Timetables
{
    private static readonly DayOptions s_day = new();

    [Fact]
    public void The_same_seed_gives_the_same_day_and_another_one_another()
    {
        Assert.Equal(Timetable.Of(7, s_day), Timetable.Of(7, s_day));
        Assert.NotEqual(Timetable.Of(7, s_day), Timetable.Of(7, s_day with { Seed = 2 }));
        Assert.NotEqual(Timetable.Of(7, s_day), Timetable.Of(8, s_day));
    }

    [Fact]
    public void Everyone_comes_works_and_goes_within_the_hours_of_the_day()
    {
        var people = Enumerable.Range(0, 3500).Select(person => Timetable.Of(person, s_day).ToList()).ToList();

        Assert.All(people, moments =>
        {
            Assert.Contains(moments[0].Doing, new[] { Doing.LogIn, Doing.LogInMistyping });
            Assert.Contains(moments[^1].Doing, new[] { Doing.LogOut, Doing.Leave });
            Assert.All(moments[1..^1], moment => Assert.Equal(Doing.Work, moment.Doing));
            Assert.Equal(moments.OrderBy(moment => moment.At), moments);
            Assert.True(moments[0].At >= Timetable.Hours.From && moments[^1].At <= Timetable.Hours.To);
            Assert.All(moments, moment => Assert.InRange(moment.Application, 0, Timetable.Applications - 1));
        });
        Assert.InRange(people.Count(moments => moments[0].Doing == Doing.LogInMistyping), 60, 150);
        Assert.InRange(people.Count(moments => moments[^1].Doing == Doing.LogOut), 1950, 2250);

        // No one is away for longer than an idle session lives.
        Assert.True(people.Max(moments => moments.Zip(moments.Skip(1), (one, next) => next.At - one.At).Max()) < s_day.Lifetimes.Idle);
    }
}
