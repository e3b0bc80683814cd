namespace Identity.Silo.Discovery;

/// <summary>Why a silo's process is gone for certain.</summary>
/// <param name="Tcp">What connecting to it came to.</param>
/// <param name="Confirmation">What confirmed that.</param>
internal sealed record DeathProof(string Tcp, string Confirmation)
{
    public override string ToString() => $"{Tcp}; {Confirmation}";
}
