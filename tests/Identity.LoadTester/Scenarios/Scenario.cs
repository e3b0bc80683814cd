using Identity.LoadTester.Driving;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Scenarios;

/// <summary>What a load consists of.</summary>
internal abstract class Scenario(Site site)
{
    /// <summary>On the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The step by which capacity is judged.</summary>
    public abstract string MainStep { get; }

    /// <summary>What else is worth telling while it runs.</summary>
    public virtual string? Status => null;

    protected Site Site => site;

    /// <summary>The plan as this scenario carries it out.</summary>
    public virtual RunPlan Adjust(RunPlan plan) => plan;

    /// <summary>What is played, for the report.</summary>
    public virtual string Describe(RunPlan plan) => plan.Model;

    /// <summary>What has to be there before: logged-in sessions. Its steps are not measured.</summary>
    public virtual Task PrepareAsync(TextWriter output, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Begins flows as the plan says.</summary>
    public virtual Task DriveAsync(RunPlan plan, Recorder recorder, CancellationToken stop) => Driver.RunAsync(plan, recorder, RunAsync, stop);

    /// <summary>One flow.</summary>
    public abstract Task RunAsync(Flow flow);

    /// <summary>Undoes what was changed for it.</summary>
    public virtual Task FinishAsync() => Task.CompletedTask;
}
