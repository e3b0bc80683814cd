namespace Identity.Grains.Users.Profiles;

/// <summary>Who looks at a profile or changes it.</summary>
public enum ProfileActor
{
    /// <summary>An administrator.</summary>
    Administrator,

    /// <summary>The user himself.</summary>
    User,
}
