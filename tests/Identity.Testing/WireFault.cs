namespace Identity.Testing;

/// <summary>What happens to a statement on its way.</summary>
public abstract record WireFault
{
    private WireFault()
    {
    }

    /// <summary>The connection ends before the server sees it.</summary>
    public sealed record LostBefore : WireFault;

    /// <summary>It is carried out, and the connection ends before anything of the answer comes.</summary>
    public sealed record LostAfter : WireFault;

    /// <summary>The connection ends behind the first row.</summary>
    public sealed record LostAmidRows : WireFault;

    /// <summary>It is carried out, and its answer is held back until <see cref="FaultyWire.Disarm"/>.</summary>
    public sealed record Late : WireFault;

    /// <summary>It is refused with that SQLSTATE.</summary>
    public sealed record Refused(string State) : WireFault;
}
