namespace Identity.Grains.Users.Profiles;

/// <summary>What becomes of attributes that the profile does not describe.</summary>
public enum UnmanagedAttributes
{
    /// <summary>Nobody sees or sets them.</summary>
    Disabled,

    /// <summary>Everybody who may see or change the user may see and change them.</summary>
    Enabled,

    /// <summary>Administrators see them.</summary>
    AdminView,

    /// <summary>Administrators see and change them.</summary>
    AdminEdit,
}
