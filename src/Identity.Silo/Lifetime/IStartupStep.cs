namespace Identity.Silo.Lifetime;

/// <summary>One thing to be done before the server is ready, in the order of registration. May be run again after it failed.</summary>
internal interface IStartupStep
{
    /// <summary>What it does, for the log and /health.</summary>
    string Name { get; }

    Task RunAsync(CancellationToken cancellationToken);
}
