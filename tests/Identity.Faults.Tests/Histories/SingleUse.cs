using Identity.Faults.Histories;

namespace Identity.Faults.Tests.Histories;

public class SingleUse
{
    [Fact]
    public void A_code_redeemed_twice_is_found() =>
        Assert.Equal(3, Assert.Single(new Scenario().LoggedIn().Meanwhile().Do(OperationKind.Exchange, Outcome.Ok).Check()).Promise);

    [Fact]
    public void A_code_whose_first_use_got_no_answer_may_be_redeemed_once() =>
        Assert.Empty(new Scenario().Do(OperationKind.Exchange, Outcome.Unknown).Do(OperationKind.Exchange, Outcome.Ok).Check());

    [Fact]
    public void A_token_presented_twice_at_once_has_one_successor()
    {
        Assert.Empty(new Scenario().LoggedIn().Rotate(0, Outcome.Ok).Meanwhile().Rotate(0, Outcome.Ok).Check());
        Assert.Equal(3, Assert.Single(new Scenario().LoggedIn().Rotate(0, Outcome.Ok).Meanwhile().Rotate(0, Outcome.Ok, given: 2).Check()).Promise);
    }

    [Fact]
    public void The_token_before_the_newest_passes_for_ten_seconds_only()
    {
        Assert.Empty(new Scenario().LoggedIn().Rotate(0, Outcome.Ok).After(8).Rotate(0, Outcome.Ok).Check());
        Assert.Equal(3, Assert.Single(new Scenario().LoggedIn().Rotate(0, Outcome.Ok).After(12).Rotate(0, Outcome.Ok).Check()).Promise);
    }

    [Fact]
    public void Asking_again_does_not_begin_the_ten_seconds_anew() =>
        Assert.Single(new Scenario().LoggedIn().Rotate(0, Outcome.Ok).After(8).Rotate(0, Outcome.Ok).After(8).Rotate(0, Outcome.Ok).Check());

    [Fact]
    public void An_older_token_never_passes()
    {
        var violation = Assert.Single(new Scenario().LoggedIn().Rotate(0, Outcome.Ok).Rotate(1, Outcome.Ok).Rotate(0, Outcome.Ok).Check());

        Assert.Equal(3, violation.Promise);
        Assert.Equal(3, violation.Shown.Count);
    }
}
