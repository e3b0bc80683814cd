namespace Identity.Silo.Discovery;

/// <summary>What this pod's silo is called in the membership.</summary>
internal interface ISiloIdentity
{
    /// <summary>Null where the grains run in the process alone, or before the silo has an address.</summary>
    SiloEndpoint? Silo { get; }
}

/// <summary>The embedded runtime has no silo.</summary>
internal sealed class NoSilo : ISiloIdentity
{
    public SiloEndpoint? Silo => null;
}
