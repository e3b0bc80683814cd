using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Users;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Admin.Users;

/// <summary>The attributes of a user, the fields username, email, firstName and lastName among them, by the realm's user profile.</summary>
internal static class UserAttributes
{
    private static readonly string[] Fields = [ProfileNames.Username, ProfileNames.Email, ProfileNames.FirstName, ProfileNames.LastName];

    /// <summary>The user with what administrators may see.</summary>
    public static UserState Shown(RealmState realm, UserState user) =>
        ProfileRules.WithAttributes(user, ProfileView.Readable(realm, ProfileActor.Administrator, user));

    /// <summary>Which fields a form for an existing user shows.</summary>
    public static JsonObject Metadata(RealmState realm) => ProfileMetadata.Write(realm, ProfileActor.Administrator, isNew: false);

    /// <summary>What the profile does not describe, as far as administrators may see it.</summary>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Unmanaged(RealmState realm, UserState user) =>
        ProfileView.Unmanaged(realm, ProfileActor.Administrator, user);

    /// <summary>The user with the attributes that the body asks for, as the profile allows. A body with attributes says all of them, a
    /// field that it does not name is emptied; a body without changes only the fields that it names.</summary>
    /// <param name="realm">Has the profile.</param>
    /// <param name="before">The user as stored; null for a new one.</param>
    /// <param name="user">The user to give them to.</param>
    /// <param name="body">A UserRepresentation.</param>
    public static UserState Apply(RealmState realm, UserState? before, UserState user, JsonObject body)
    {
        var wanted = Wanted(user, body);
        if (before is null && realm.RegistrationEmailAsUsername && !wanted.ContainsKey(ProfileNames.Email))
        {
            throw Refusal([new ProfileError(ProfileNames.Email, "error-user-attribute-required", [ProfileNames.Email])]);
        }

        var allowed = before is not null && realm.RegistrationEmailAsUsername ? WithoutUsername(wanted) : wanted;
        return ProfileRules.Change(realm, ProfileActor.Administrator, before, allowed) switch
        {
            ProfileChange.Accepted accepted => WithUsername(realm, ProfileRules.WithAttributes(user, accepted.Attributes), wanted),
            ProfileChange.Refused refused => throw Refusal(refused.Errors),
            _ => throw new InvalidOperationException("Unknown profile change."),
        };
    }

    private static Dictionary<string, IReadOnlyList<string>> Wanted(UserState user, JsonObject body)
    {
        var wanted = body["attributes"] is JsonObject given
            ? given.Where(attribute => !ProfileNames.IsField(attribute.Key))
                .ToDictionary(attribute => attribute.Key, attribute => Values((JsonArray)attribute.Value!), StringComparer.Ordinal)
            : ProfileRules.AttributesOf(user);
        wanted[ProfileNames.Username] = [user.Username];
        foreach (var field in Fields)
        {
            if ((string?)body[field] is { } value)
            {
                wanted[field] = [value];
            }
        }

        return wanted;
    }

    // The profile fixes the names of users; where the email is the name it changes with the email all the same.
    private static Dictionary<string, IReadOnlyList<string>> WithoutUsername(Dictionary<string, IReadOnlyList<string>> wanted) =>
        wanted.Where(attribute => attribute.Key != ProfileNames.Username).ToDictionary(StringComparer.Ordinal);

    private static UserState WithUsername(RealmState realm, UserState user, Dictionary<string, IReadOnlyList<string>> wanted) =>
        realm.RegistrationEmailAsUsername && user.ServiceAccountClientId is null && wanted[ProfileNames.Username] is [var name] ? user with { Username = name } : user;

    private static IReadOnlyList<string> Values(JsonArray values) => [.. values.Select(value => (string)value!)];

    private static AdminRefusalException Refusal(IReadOnlyList<ProfileError> errors) => new(new AdminResult.Document(400, ProfileError.Write(errors), Location: null));
}
