using Identity.Faults.Runs;

namespace Identity.Faults.Nemeses;

/// <summary>A Deployment's rollout with maxSurge 1 and maxUnavailable 0: a new pod first, then an old one goes.</summary>
internal static class Rollout
{
    public static async Task RunAsync(Stage stage, string binaries)
    {
        stage.Bed.Pods.Binaries = binaries;
        foreach (var old in stage.Pods)
        {
            await stage.Bed.Pods.AddAsync();
            if (await stage.WholeAsync() is null)
            {
                throw new InvalidOperationException($"The rollout stands still: {await stage.Watch.FindTroubleAsync()}");
            }

            await stage.Bed.Pods.RemoveAsync(old);
        }
    }
}
