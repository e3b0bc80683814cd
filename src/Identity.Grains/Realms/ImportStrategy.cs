namespace Identity.Grains.Realms;

/// <summary>What to do about a realm that exists.</summary>
public enum ImportStrategy
{
    /// <summary>Leave it as it is.</summary>
    IgnoreExisting,

    /// <summary>Make it what the file says: what the file does not have is removed, users too. Keys stay when the file has none.</summary>
    OverwriteExisting,
}
