using Identity.Grains.Realms;

namespace Identity.Grains.Users.Profiles;

/// <summary>What is shown of a user's attributes.</summary>
public static class ProfileView
{
    /// <summary>The attributes that the actor may see, with default values where there are none. Fields are among them.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Readable(RealmState realm, ProfileActor actor, UserState user)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var profile = UserProfile.Of(realm);
        var stored = ProfileRules.AttributesOf(user);
        var readable = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var attribute in profile.Attributes.Where(attribute => attribute.CanView(actor)))
        {
            if (stored.TryGetValue(attribute.Name, out var values) && values.Count > 0)
            {
                readable[attribute.Name] = values;
            }
            else if (attribute.DefaultValue is { Length: > 0 } value)
            {
                readable[attribute.Name] = [value];
            }
        }

        foreach (var (name, values) in Unmanaged(realm, actor, user))
        {
            readable[name] = values;
        }

        return readable;
    }

    /// <summary>The attributes that the profile does not describe, as far as the actor may see them.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Unmanaged(RealmState realm, ProfileActor actor, UserState user)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(user);
        var profile = UserProfile.Of(realm);
        var visible = profile.Unmanaged == UnmanagedAttributes.Enabled
            || (actor == ProfileActor.Administrator && profile.Unmanaged != UnmanagedAttributes.Disabled);
        return visible ? user.Attributes.Where(attribute => profile.Find(attribute.Key) is null).ToDictionary(StringComparer.Ordinal) : [];
    }
}
