namespace Orleans.Embedded;

/// <summary>Which turns of one activation may be under way together.</summary>
internal enum TurnMode
{
    /// <summary>With no other turn, except free ones.</summary>
    Exclusive,

    /// <summary>With other shared turns and free ones: read-only methods, and all methods of reentrant grains.</summary>
    Shared,

    /// <summary>With any other turn; sees the state as it is.</summary>
    Free,
}
