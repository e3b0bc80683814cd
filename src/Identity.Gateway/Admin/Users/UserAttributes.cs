using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>The attributes of a user, the fields username, email, firstName and lastName among them.</summary>
internal static class UserAttributes
{
    private static readonly string[] Fields = ["username", "email", "firstName", "lastName"];

    /// <summary>The user with what administrators may see.</summary>
    public static UserState Shown(RealmState realm, UserState user)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return user;
    }

    /// <summary>The user with the attributes that the body asks for. A body with attributes says all of them, a field that it does not
    /// name is emptied; a body without changes only the fields that it names.</summary>
    /// <param name="realm">Has the profile.</param>
    /// <param name="before">The user as stored; null for a new one.</param>
    /// <param name="user">The user to give them to.</param>
    /// <param name="body">A UserRepresentation.</param>
    public static UserState Apply(RealmState realm, UserState? before, UserState user, JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var wanted = Wanted(user, body);
        return user with
        {
            Username = First(wanted, "username") ?? user.Username,
            Email = First(wanted, "email"),
            FirstName = First(wanted, "firstName"),
            LastName = First(wanted, "lastName"),
            Attributes = wanted.Where(attribute => !Fields.Contains(attribute.Key) && attribute.Value.Count > 0).ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>Which fields a form for the user shows.</summary>
    public static JsonObject Metadata(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return new JsonObject { ["attributes"] = new JsonArray(), ["groups"] = new JsonArray() };
    }

    /// <summary>What the profile does not describe.</summary>
    public static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Unmanaged(RealmState realm, UserState user)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return user.Attributes;
    }

    private static Dictionary<string, IReadOnlyList<string>> Wanted(UserState user, JsonObject body)
    {
        Dictionary<string, IReadOnlyList<string>> wanted;
        if (body["attributes"] is JsonObject given)
        {
            wanted = given.Where(attribute => !Fields.Contains(attribute.Key)).ToDictionary(attribute => attribute.Key, attribute => Values((JsonArray)attribute.Value!), StringComparer.Ordinal);
        }
        else
        {
            wanted = new Dictionary<string, IReadOnlyList<string>>(user.Attributes, StringComparer.Ordinal);
            Add(wanted, "email", user.Email);
            Add(wanted, "firstName", user.FirstName);
            Add(wanted, "lastName", user.LastName);
        }

        wanted["username"] = [user.Username];
        foreach (var field in Fields)
        {
            if ((string?)body[field] is { } value)
            {
                wanted[field] = [value];
            }
        }

        return wanted;
    }

    private static IReadOnlyList<string> Values(JsonArray values) =>
        [.. values.Select(value => (string)value!).Where(value => !string.IsNullOrWhiteSpace(value))];

    private static void Add(Dictionary<string, IReadOnlyList<string>> wanted, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            wanted[name] = [value];
        }
    }

    private static string? First(Dictionary<string, IReadOnlyList<string>> attributes, string name) =>
        attributes.TryGetValue(name, out var values) && values is [{ } value, ..] && !string.IsNullOrWhiteSpace(value) ? value : null;
}
