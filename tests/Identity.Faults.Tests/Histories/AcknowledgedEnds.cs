using Identity.Faults.Histories;

namespace Identity.Faults.Tests.Histories;

public class AcknowledgedEnds
{
    [Theory]
    [InlineData(OperationKind.Logout, OperationKind.Refresh)]
    [InlineData(OperationKind.Logout, OperationKind.UserInfo)]
    [InlineData(OperationKind.Revoke, OperationKind.Introspect)]
    internal void A_success_after_the_end_is_found(OperationKind end, OperationKind use)
    {
        var violation = Assert.Single(new Scenario().LoggedIn().Do(end, Outcome.Ok).Do(use, Outcome.Ok).Check());

        Assert.Equal(2, violation.Promise);
        Assert.Equal([end, use], violation.Shown.Select(operation => operation.Kind));
    }

    [Fact]
    public void A_success_while_the_end_is_on_its_way_is_fine() =>
        Assert.Empty(new Scenario().LoggedIn().Do(OperationKind.Logout, Outcome.Ok).Meanwhile().Do(OperationKind.UserInfo, Outcome.Ok).Check());

    [Theory]
    [InlineData(Outcome.Unknown)]
    [InlineData(Outcome.Unreached)]
    internal void Of_an_end_that_was_not_acknowledged_nothing_is_said(Outcome outcome) =>
        Assert.Empty(new Scenario().LoggedIn().Do(OperationKind.Logout, outcome).Do(OperationKind.UserInfo, Outcome.Ok).Check());

    [Fact]
    public void A_code_presented_again_ends_the_session()
    {
        var violation = Assert.Single(new Scenario().LoggedIn().Do(OperationKind.Exchange, Outcome.Refused).Do(OperationKind.UserInfo, Outcome.Ok).Check());

        Assert.Equal(2, violation.Promise);
        Assert.Equal([OperationKind.Exchange, OperationKind.Exchange, OperationKind.UserInfo], violation.Shown.Select(operation => operation.Kind));
    }

    [Fact]
    public void An_old_refresh_token_presented_again_ends_the_session()
    {
        var violation = Assert.Single(new Scenario().LoggedIn()
            .Rotate(0, Outcome.Ok).Rotate(1, Outcome.Ok).Rotate(0, Outcome.Refused).Do(OperationKind.UserInfo, Outcome.Ok).Check());

        Assert.Equal(2, violation.Promise);
    }

    [Fact]
    public void What_an_old_refresh_token_has_ended_may_be_refused() =>
        Assert.Empty(new Scenario().LoggedIn()
            .Rotate(0, Outcome.Ok).Rotate(1, Outcome.Ok).Rotate(0, Outcome.Refused).Rotate(2, Outcome.Refused).Do(OperationKind.UserInfo, Outcome.Refused).Check());
}
