namespace Orleans.Embedded;

/// <summary>What a turn needs to know of the grain's records before it begins.</summary>
public enum StateNeed
{
    /// <summary>The records as they are in storage.</summary>
    Current,

    /// <summary>The records as the activation holds them, however old: the method answers only what a write or a look of its own has
    /// confirmed. A failed write is still read back first.</summary>
    Held,

    /// <summary>As <see cref="Held"/>, and an activation that begins with the turn does not read: the method takes it that there is no
    /// record, which its write finds out.</summary>
    New,
}
