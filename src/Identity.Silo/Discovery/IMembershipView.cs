namespace Identity.Silo.Discovery;

/// <summary>The membership of the cluster as this pod sees it.</summary>
internal interface IMembershipView
{
    /// <summary>The members that are not dead; null where there is no membership.</summary>
    IReadOnlyList<Member>? Read();
}

/// <summary>One member.</summary>
internal sealed record Member(SiloEndpoint Silo, string Name, string Status);
