namespace Identity.Grains.Clients.Addresses;

/// <summary>What is wrong with an address that a client names.</summary>
public enum AddressFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A scheme that nobody may be sent to.</summary>
    Script,

    /// <summary>A scheme that this kind of address cannot have.</summary>
    Scheme,

    /// <summary>A fragment where there may be none.</summary>
    Fragment,

    /// <summary>It holds what makes it another address to one reader than to another: user information, control or
    /// directional characters, a backslash, two slashes where a path begins.</summary>
    Ambiguous,

    /// <summary>It names a parameter of the answer that will be added to it.</summary>
    Planted,

    /// <summary>It is no address of this kind.</summary>
    Invalid,
}
