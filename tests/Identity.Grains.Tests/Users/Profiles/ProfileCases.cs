using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Users;
using Identity.Grains.Users.Profiles;

namespace Identity.Grains.Tests.Users.Profiles;

/// <summary>Realms and users for tests of profiles.</summary>
internal static class ProfileCases
{
    public static RealmState Realm(string? profile = null)
    {
        var realm = new RealmState { Id = "r", Realm = "acme" };
        return profile is null ? realm : ProfileComponent.Replace(realm, (JsonObject)JsonNode.Parse(profile)!);
    }

    /// <summary>A realm whose profile has one attribute more, which administrators may edit.</summary>
    public static RealmState RealmWith(string name, string more) => Realm($$$"""
        {"attributes":[{"name":"username"},{"name":"email"},{"name":"{{{name}}}",{{{more}}}"permissions":{"view":["admin"],"edit":["admin"]}}]}
        """);

    public static UserState User(params (string Name, string Value)[] attributes) => new()
    {
        Id = "u",
        Username = "alice",
        Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => (IReadOnlyList<string>)[attribute.Value]),
    };

    public static Dictionary<string, IReadOnlyList<string>> Wanted(params (string Name, string[] Values)[] attributes)
    {
        var wanted = attributes.ToDictionary(attribute => attribute.Name, attribute => (IReadOnlyList<string>)attribute.Values);
        wanted.TryAdd("username", ["alice"]);
        return wanted;
    }

    public static string Refusal(ProfileChange change) => ProfileError.Write(Assert.IsType<ProfileChange.Refused>(change).Errors).ToJsonString();

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Stored(ProfileChange change) => Assert.IsType<ProfileChange.Accepted>(change).Attributes;
}
