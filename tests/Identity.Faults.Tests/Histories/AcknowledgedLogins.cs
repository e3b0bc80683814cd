using Identity.Faults.Histories;

namespace Identity.Faults.Tests.Histories;

public class AcknowledgedLogins
{
    [Fact]
    public void A_session_that_is_used_and_ended_is_fine()
    {
        var violations = new Scenario().LoggedIn()
            .Do(OperationKind.Refresh, Outcome.Ok).Do(OperationKind.UserInfo, Outcome.Ok).Do(OperationKind.Introspect, Outcome.Ok)
            .Do(OperationKind.Logout, Outcome.Ok)
            .Do(OperationKind.UserInfo, Outcome.Refused).Do(OperationKind.Refresh, Outcome.Refused)
            .Check();

        Assert.Empty(violations);
    }

    [Theory]
    [InlineData(OperationKind.Refresh)]
    [InlineData(OperationKind.UserInfo)]
    [InlineData(OperationKind.Introspect)]
    internal void A_refusal_of_a_session_that_nobody_ended_is_found(OperationKind kind)
    {
        var scenario = new Scenario().LoggedIn().Do(kind, Outcome.Ok).Do(kind, Outcome.Refused);

        var violation = Assert.Single(scenario.Check());

        Assert.Equal(1, violation.Promise);
        Assert.Equal([OperationKind.Exchange, kind, kind], violation.Shown.Select(operation => operation.Kind));
        Assert.Equal(1, scenario.CountLost());
    }

    [Theory]
    [InlineData(Outcome.Unknown)]
    [InlineData(Outcome.Unreached)]
    internal void Unavailability_is_no_loss(Outcome outcome)
    {
        var scenario = new Scenario().LoggedIn().Do(OperationKind.Refresh, outcome).Do(OperationKind.UserInfo, outcome).Do(OperationKind.Refresh, Outcome.Ok);

        Assert.Empty(scenario.Check());
        Assert.Equal(0, scenario.CountLost());
    }

    [Theory]
    [InlineData(OperationKind.Logout)]
    [InlineData(OperationKind.Revoke)]
    internal void An_end_without_an_answer_may_have_happened(OperationKind end) =>
        Assert.Empty(new Scenario().LoggedIn().Do(end, Outcome.Unknown).Do(OperationKind.UserInfo, Outcome.Refused).Check());

    [Fact]
    public void An_end_that_never_reached_a_pod_has_not_happened() =>
        Assert.Single(new Scenario().LoggedIn().Do(OperationKind.Logout, Outcome.Unreached).Do(OperationKind.UserInfo, Outcome.Refused).Check());

    [Fact]
    public void A_refusal_while_the_end_is_on_its_way_is_fine() =>
        Assert.Empty(new Scenario().LoggedIn().Do(OperationKind.Logout, Outcome.Ok).Meanwhile().Do(OperationKind.UserInfo, Outcome.Refused).Check());

    [Fact]
    public void A_login_that_was_never_acknowledged_may_be_refused() =>
        Assert.Empty(new Scenario().Do(OperationKind.Exchange, Outcome.Unknown).Do(OperationKind.Exchange, Outcome.Refused).Check());

    [Fact]
    public void A_client_that_lost_an_answer_may_ask_again_for_ten_seconds()
    {
        var scenario = new Scenario().LoggedIn().Rotate(0, Outcome.Ok).Rotate(1, Outcome.Unknown).After(5).Rotate(1, Outcome.Refused);

        var violation = Assert.Single(scenario.Check());

        Assert.Equal(1, violation.Promise);
        Assert.Contains(violation.Shown, operation => operation.Outcome == Outcome.Unknown);
    }

    [Fact]
    public void After_ten_seconds_the_session_is_lost_by_the_rules()
    {
        var scenario = new Scenario().LoggedIn().Rotate(0, Outcome.Unknown).After(11).Rotate(0, Outcome.Refused);

        Assert.Empty(scenario.Check());
        Assert.Equal(1, scenario.CountLost());
    }

    [Fact]
    public void A_late_effect_of_an_attempt_given_up_is_a_loss_once_the_client_has_gone_on()
    {
        var violation = Assert.Single(new Scenario().LoggedIn()
            .Rotate(0, Outcome.Unknown).Rotate(0, Outcome.Ok).Rotate(1, Outcome.Ok).After(30).Rotate(2, Outcome.Refused).Check());

        Assert.Equal(1, violation.Promise);
        Assert.Contains("taken late", violation.What, StringComparison.Ordinal);
    }
}
