using Identity.Faults.Histories;

namespace Identity.Faults.Tests.Histories;

public class Identities
{
    [Fact]
    public void Answers_about_the_sessions_own_user_are_fine() =>
        Assert.Empty(new Scenario().LoggedIn().Do(OperationKind.Introspect, Outcome.Ok, own => own with { AnsweredUser = Scenario.User, AnsweredSession = Scenario.Session }).Check());

    [Fact]
    public void An_answer_about_another_user_is_found() =>
        Assert.Equal(5, Assert.Single(new Scenario().LoggedIn().Do(OperationKind.UserInfo, Outcome.Ok, other => other with { AnsweredUser = "user-2" }).Check()).Promise);

    [Fact]
    public void An_answer_about_another_session_is_found() =>
        Assert.Equal(5, Assert.Single(new Scenario().LoggedIn().Do(OperationKind.Refresh, Outcome.Ok, other => other with { AnsweredSession = "session-2" }).Check()).Promise);

    [Fact]
    public void The_text_of_a_violation_tells_when_where_and_what()
    {
        var violation = Assert.Single(new Scenario().LoggedIn().Do(OperationKind.Logout, Outcome.Ok).Do(OperationKind.UserInfo, Outcome.Ok).Check());

        var lines = HistoryText.Lines(violation).ToList();

        Assert.Equal(3, lines.Count);
        Assert.StartsWith("promise 2 broken, session-1:", lines[0], StringComparison.Ordinal);
        Assert.Contains("0.400-0.500 s  pod1     Logout        Ok", lines[1], StringComparison.Ordinal);
    }
}
