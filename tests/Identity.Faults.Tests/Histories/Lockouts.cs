using Identity.Faults.Histories;

namespace Identity.Faults.Tests.Histories;

public class Lockouts
{
    [Fact]
    public void A_locked_user_who_stays_out_is_fine() =>
        Assert.Empty(Wrong(3).Do(OperationKind.Login, Outcome.Refused).After(70).Do(OperationKind.Login, Outcome.Ok).Check());

    [Fact]
    public void The_right_password_taken_during_the_lock_is_found()
    {
        var violation = Assert.Single(Wrong(3).Do(OperationKind.Login, Outcome.Refused).After(20).Do(OperationKind.Login, Outcome.Ok).Check());

        Assert.Equal(4, violation.Promise);
        Assert.Equal(4, violation.Shown.Count);
    }

    [Fact]
    public void Too_few_wrong_passwords_lock_nobody() => Assert.Empty(Wrong(2).Do(OperationKind.Login, Outcome.Ok).Check());

    [Fact]
    public void A_success_begins_the_count_anew() =>
        Assert.Empty(Then(Wrong(2).Do(OperationKind.Login, Outcome.Ok), 2).Do(OperationKind.Login, Outcome.Ok).Check());

    [Fact]
    public void A_wrong_password_without_an_answer_may_not_have_been_counted() =>
        Assert.Empty(Wrong(2).Do(OperationKind.WrongPassword, Outcome.Unknown).Do(OperationKind.Login, Outcome.Ok).Check());

    [Fact]
    public void It_may_also_have_begun_the_lock()
    {
        var early = new Scenario().Do(OperationKind.WrongPassword, Outcome.Unknown);

        Assert.Empty(Then(Then(early, 2).After(40), 1).After(30).Do(OperationKind.Login, Outcome.Ok).Check());
    }

    [Fact]
    public void A_right_password_without_an_answer_may_have_begun_the_count_anew() =>
        Assert.Empty(Then(Wrong(2).Do(OperationKind.Login, Outcome.Unknown), 1).Do(OperationKind.Login, Outcome.Ok).Check());

    private static Scenario Wrong(int times) => Then(new Scenario(), times);

    private static Scenario Then(Scenario scenario, int times)
    {
        for (var i = 0; i < times; i++)
        {
            scenario.Do(OperationKind.WrongPassword, Outcome.Refused);
        }

        return scenario;
    }
}
