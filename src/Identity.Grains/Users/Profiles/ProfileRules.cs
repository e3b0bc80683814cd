using Identity.Grains.Realms;

namespace Identity.Grains.Users.Profiles;

/// <summary>What a profile means for a user. Attributes are all of them here: user name, email and names are among them.</summary>
public static class ProfileRules
{
    private const int MaxUnmanagedLength = 2048;

    // What Keycloak keeps for itself: nobody sets them through the API.
    private static readonly HashSet<string> s_internal = new(StringComparer.OrdinalIgnoreCase)
        { "KERBEROS_PRINCIPAL", "LDAP_ID", "LDAP_ENTRY_DN", "CREATED_TIMESTAMP", "createTimestamp", "modifyTimestamp" };

    private static readonly HashSet<string> s_internalForUsers = new(StringComparer.OrdinalIgnoreCase)
        { "userCertificate", "ENABLED", "EMAIL_VERIFIED", "disabledReason", "is_temporary_admin" };

    /// <summary>All attributes of a user, fields included; what has no value is missing.</summary>
    public static Dictionary<string, IReadOnlyList<string>> AttributesOf(UserState user)
    {
        ArgumentNullException.ThrowIfNull(user);
        var all = new Dictionary<string, IReadOnlyList<string>>(user.Attributes, StringComparer.Ordinal) { [ProfileNames.Username] = [user.Username] };
        Set(all, ProfileNames.Email, user.Email);
        Set(all, ProfileNames.FirstName, user.FirstName);
        Set(all, ProfileNames.LastName, user.LastName);
        return all;
    }

    /// <summary>The user with these attributes, fields included. A missing field becomes null; a missing user name stays.</summary>
    public static UserState WithAttributes(UserState user, IReadOnlyDictionary<string, IReadOnlyList<string>> attributes)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(attributes);
        return user with
        {
            Username = First(attributes, ProfileNames.Username) ?? user.Username,
            Email = First(attributes, ProfileNames.Email),
            FirstName = First(attributes, ProfileNames.FirstName),
            LastName = First(attributes, ProfileNames.LastName),
            Attributes = attributes.Where(attribute => !ProfileNames.IsField(attribute.Key)).ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>What becomes of a user whom the actor gives these attributes.</summary>
    /// <param name="realm">Has the profile.</param>
    /// <param name="actor">Who changes the user.</param>
    /// <param name="before">The user as stored; null for a new one.</param>
    /// <param name="wanted">All attributes that the user is to have: what is missing is removed, where the actor may do that.</param>
    /// <returns>Errors, or the attributes to store: those that the actor may not set stay as they were, those that nobody describes
    /// are kept or dropped as the profile says, blank values are dropped.</returns>
    public static ProfileChange Change(
        RealmState realm, ProfileActor actor, UserState? before, IReadOnlyDictionary<string, IReadOnlyList<string>> wanted)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(wanted);
        var profile = UserProfile.Of(realm);
        var stored = before is null ? [] : AttributesOf(before);
        var given = wanted.Select(attribute => KeyValuePair.Create(attribute.Key, ProfileChecks.Filled(attribute.Value)))
            .Where(attribute => attribute.Value.Count > 0).ToDictionary(StringComparer.Ordinal);
        var result = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var errors = new List<ProfileError>();
        foreach (var attribute in profile.Attributes)
        {
            ChangeManaged(realm, attribute, actor, before is null, stored, given, result, errors);
        }

        foreach (var name in given.Keys.Union(stored.Keys, StringComparer.Ordinal).Where(name => profile.Find(name) is null).ToList())
        {
            ChangeUnmanaged(profile, name, actor, stored, given, result, errors);
        }

        return errors.Count > 0 ? new ProfileChange.Refused(errors) : new ProfileChange.Accepted(result);
    }

    private static void ChangeManaged(
        RealmState realm,
        ProfileAttribute attribute,
        ProfileActor actor,
        bool isNew,
        Dictionary<string, IReadOnlyList<string>> stored,
        Dictionary<string, IReadOnlyList<string>> given,
        Dictionary<string, IReadOnlyList<string>> result,
        List<ProfileError> errors)
    {
        var before = stored.GetValueOrDefault(attribute.Name) ?? [];
        var values = given.GetValueOrDefault(attribute.Name) ?? [];
        if (!attribute.CanEdit(actor) || ProfileChecks.IsUsernameFixed(realm, attribute, isNew))
        {
            if (!isNew && values.Count > 0 && !Same(attribute.Name, values, before))
            {
                errors.Add(ProfileError.Of(attribute.Name, "error-user-attribute-read-only"));
            }

            Keep(result, attribute.Name, before);
            return;
        }

        errors.AddRange(ProfileChecks.Check(attribute, actor, [], values));
        Keep(result, attribute.Name, values.Count == 0 && attribute.DefaultValue is { Length: > 0 } value ? [value] : values);
    }

    private static void ChangeUnmanaged(
        UserProfile profile,
        string name,
        ProfileActor actor,
        Dictionary<string, IReadOnlyList<string>> stored,
        Dictionary<string, IReadOnlyList<string>> given,
        Dictionary<string, IReadOnlyList<string>> result,
        List<ProfileError> errors)
    {
        var before = stored.GetValueOrDefault(name) ?? [];
        var values = given.GetValueOrDefault(name) ?? [];
        if (IsInternal(name, actor))
        {
            if (values.Count > 0 && !values.SequenceEqual(before, StringComparer.Ordinal))
            {
                errors.Add(ProfileError.Of(name, "updateReadOnlyAttributesRejectedMessage"));
            }

            Keep(result, name, before);
            return;
        }

        if (values.Any(value => value.Length > MaxUnmanagedLength))
        {
            errors.Add(ProfileError.Of(name, "error-invalid-length", 0, MaxUnmanagedLength));
        }

        var mayChange = profile.Unmanaged == UnmanagedAttributes.Enabled || (actor == ProfileActor.Administrator && profile.Unmanaged == UnmanagedAttributes.AdminEdit);
        // A field that the profile no longer describes is not free text.
        Keep(result, name, mayChange && !ProfileNames.IsField(name) ? values : before);
    }

    private static bool IsInternal(string name, ProfileActor actor) =>
        s_internal.Contains(name)
        || (actor == ProfileActor.User
            && (s_internalForUsers.Contains(name) || name.StartsWith("saml.persistent.name.id.for.", StringComparison.OrdinalIgnoreCase)));

    private static bool Same(string name, IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        left.SequenceEqual(right, name is ProfileNames.Username or ProfileNames.Email ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private static void Keep(Dictionary<string, IReadOnlyList<string>> result, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            result[name] = values;
        }
    }

    private static string? First(IReadOnlyDictionary<string, IReadOnlyList<string>> attributes, string name) =>
        attributes.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    private static void Set(Dictionary<string, IReadOnlyList<string>> all, string name, string? value)
    {
        all.Remove(name);
        if (!string.IsNullOrEmpty(value))
        {
            all[name] = [value];
        }
    }
}
