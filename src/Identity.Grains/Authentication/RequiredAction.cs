namespace Identity.Grains.Authentication;

/// <summary>Something that users can be made to do at their next login.</summary>
public sealed record RequiredAction
{
    /// <summary>What users have among their required actions.</summary>
    public required string Alias { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>Who does it.</summary>
    public required string Provider { get; init; }

    /// <summary>An action that is not enabled is passed over.</summary>
    public bool Enabled { get; init; }

    /// <summary>New users get it.</summary>
    public bool DefaultAction { get; init; }

    /// <summary>The lowest comes first.</summary>
    public int Priority { get; init; }

    /// <summary>Settings, all text.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();
}
