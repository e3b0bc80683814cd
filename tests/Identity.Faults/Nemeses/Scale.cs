using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>kubectl scale.</summary>
internal sealed class Scale : Nemesis
{
    private const int Few = 1;
    private const int Many = 5;
    private const int Usual = 3;

    public override string Name => "scale";

    public override string What => "from 3 pods to 1, to 5 and back to 3";

    public override async Task PlayAsync(Stage stage, int round)
    {
        await RemoveAsync(stage, Few);
        await stage.WholeAsync();
        while (stage.Pods.Count < Many)
        {
            await stage.Bed.Pods.AddAsync();
        }

        await stage.WholeAsync();
        await RemoveAsync(stage, Usual);
    }

    private static Task RemoveAsync(Stage stage, int left) =>
        Task.WhenAll(stage.Pods.Skip(left).Select(stage.Bed.Pods.RemoveAsync));
}
