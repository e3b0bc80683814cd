namespace Identity.Grains.Users.Profiles;

/// <summary>What a change of a user's attributes comes to.</summary>
public abstract record ProfileChange
{
    private ProfileChange()
    {
    }

    /// <summary>These are to be stored, fields included.</summary>
    public sealed record Accepted(IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes) : ProfileChange;

    /// <summary>Nothing is to be stored.</summary>
    public sealed record Refused(IReadOnlyList<ProfileError> Errors) : ProfileChange;
}
