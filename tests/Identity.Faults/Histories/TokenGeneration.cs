namespace Identity.Faults.Histories;

/// <summary>Which of a session's rotating refresh tokens one is.</summary>
/// <param name="Family">The chain that it belongs to.</param>
/// <param name="Number">Its place in the chain, counted up by each rotation.</param>
internal readonly record struct TokenGeneration(string Family, int Number)
{
    public override string ToString() => $"{Family[..Math.Min(6, Family.Length)]}/{Number}";
}
