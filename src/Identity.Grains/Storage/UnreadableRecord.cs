namespace Identity.Grains.Storage;

/// <summary>A stored record that is there and cannot be read: what lists and exports say of it instead of leaving it out.</summary>
/// <param name="Kind">Of <see cref="StateNames"/>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is called, as far as that can be read.</param>
/// <param name="ClientId">Of a role: the Id of its client, as far as that can be read.</param>
public sealed record UnreadableRecord(string Kind, string Id, string? Name = null, string? ClientId = null)
{
    /// <summary>What people read.</summary>
    public const string Description = "What is stored of this cannot be read.";

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Id}";
}
