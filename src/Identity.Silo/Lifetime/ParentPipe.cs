namespace Identity.Silo.Lifetime;

/// <summary>Ties a pod to its supervisor: when the pipe on standard input closes, because the supervisor wants so or is gone, the pod stops.</summary>
internal static class ParentPipe
{
    /// <summary>Set to 1 in the environment of a pod that a supervisor started.</summary>
    public const string Variable = "IDENTITY_SUPERVISED";

    /// <summary>What the supervisor calls the pod.</summary>
    public const string PodNameVariable = "IDENTITY_POD_NAME";

    public static bool IsSupervised => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Stops the server when the pipe closes. Does nothing in a process that has no supervisor.</summary>
    public static void Watch(StopSignals signals)
    {
        if (IsSupervised)
        {
            new Thread(() => WaitForEnd(signals)) { IsBackground = true, Name = "supervisor watch" }.Start();
        }
    }

    private static void WaitForEnd(StopSignals signals)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            var buffer = new byte[16];
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A pipe that breaks has closed: the stop that follows is a drain all the same.
        }

        signals.StopForSupervisor();
    }
}
