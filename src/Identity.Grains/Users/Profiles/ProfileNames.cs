namespace Identity.Grains.Users.Profiles;

/// <summary>Attributes that every user has a field for.</summary>
public static class ProfileNames
{
    /// <summary>The user name.</summary>
    public const string Username = "username";

    /// <summary>The email address.</summary>
    public const string Email = "email";

    /// <summary>The given name.</summary>
    public const string FirstName = "firstName";

    /// <summary>The family name.</summary>
    public const string LastName = "lastName";

    /// <summary>The user's language; part of the profile where the realm speaks several.</summary>
    public const string Locale = "locale";

    /// <summary>Whether it is a field of the user and not one of the free attributes.</summary>
    public static bool IsField(string name) => name is Username or Email or FirstName or LastName;
}
