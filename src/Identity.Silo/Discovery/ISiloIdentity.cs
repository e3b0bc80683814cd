namespace Identity.Silo.Discovery;

/// <summary>What this pod's silo is called in the membership.</summary>
internal interface ISiloIdentity
{
    /// <summary>Null before the silo has an address.</summary>
    SiloEndpoint? Silo { get; }
}
