using Identity.Keycloak.Tests.Recording;

namespace Identity.Keycloak.Tests;

/// <summary>All exchanges that were recorded with Keycloak 26.7.4, played on a server of ours: every difference has an explanation, and every
/// explanation a difference.</summary>
public class RecordedAnswers(PlayedRecording played)
{
    public static TheoryData<string> Exchanges => [.. PlayedRecording.Recorded.Keys];

    public static TheoryData<int> Explanations => [.. Enumerable.Range(0, Explanation.All.Count)];

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void An_exchange_is_answered_as_recorded_or_differs_for_a_reason(string id)
    {
        var unexplained = played.Differences.Where(difference => difference.Id == id && !Explanation.All.Any(explanation => explanation.Covers(difference))).ToList();

        Assert.True(unexplained.Count == 0, $"Unexplained differences; all of them are in {DifferenceReport.File}\n{DifferenceReport.Describe(unexplained)}");
    }

    [Theory]
    [MemberData(nameof(Explanations))]
    public void An_explanation_still_explains_something(int index)
    {
        var explanation = Explanation.All[index];

        Assert.True(played.Differences.Any(explanation.Covers), $"Nothing differs any more for this reason, take it out: {explanation}");
    }

    [Fact]
    public void Every_explanation_names_a_heading_of_the_document_on_differences()
    {
        var headings = File.ReadLines(TestData.PathOf("keycloak.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]);

        Assert.Empty(Explanation.All.Select(explanation => explanation.See).Except(headings));
    }

    [Fact]
    public void The_scenario_has_a_request_for_every_recorded_answer()
    {
        Assert.Equal(PlayedRecording.Recorded.Keys.Order(StringComparer.Ordinal), Step.All.Select(step => step.Id).OfType<string>().Order(StringComparer.Ordinal));
    }
}
