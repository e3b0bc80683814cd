using Identity.Faults.Bed;
using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>The cluster's DNS is in trouble.</summary>
internal sealed class BadNames(string name, NameAnswers answers, string what) : Nemesis
{
    public override string Name => name;

    public override string What => what;

    public override async Task PlayAsync(Stage stage, int round)
    {
        await stage.Bed.Names.AnswerAsync(answers);
        try
        {
            await stage.LastAsync(Trouble(stage));
        }
        finally
        {
            await stage.Bed.Names.AnswerAsync(NameAnswers.Right);
        }
    }
}
