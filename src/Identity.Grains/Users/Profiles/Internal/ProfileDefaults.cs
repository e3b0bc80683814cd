using System.Text.Json;
using Identity.Grains.Realms;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>The profile that a realm begins with, as Keycloak has it.</summary>
internal static class ProfileDefaults
{
    private const string Everybody = """ "permissions":{"view":["admin","user"],"edit":["admin","user"]},"multivalued":false """;
    private const string ByUser = """ "required":{"roles":["user"]}, """;

    private static readonly JsonElement s_master = Document(required: string.Empty);
    private static readonly JsonElement s_others = Document(ByUser);

    /// <summary>Managed in every realm, whatever its document says.</summary>
    public static JsonElement Username { get; } = JsonElement.Parse("""{"name":"username","displayName":"${username}"}""");

    /// <inheritdoc cref="Username"/>
    public static JsonElement Email { get; } = JsonElement.Parse("""{"name":"email","displayName":"${email}"}""");

    /// <summary>Managed where the realm speaks several languages.</summary>
    public static JsonElement Locale { get; } = JsonElement.Parse($$"""{"name":"locale",{{Everybody}}}""");

    /// <summary>The document. Administrators of the master realm need no email or name.</summary>
    public static JsonElement Of(string realmName) => realmName == MasterRealm.Name ? s_master : s_others;

    private static JsonElement Document(string required) => JsonElement.Parse($$$"""
        {"attributes":[
        {"name":"username","displayName":"${username}","validations":{"length":{"min":3,"max":255},"username-prohibited-characters":{},"up-username-not-idn-homograph":{}},{{{Everybody}}}},
        {"name":"email","displayName":"${email}","validations":{"email":{},"length":{"max":255}},{{{required}}}{{{Everybody}}}},
        {"name":"firstName","displayName":"${firstName}","validations":{"length":{"max":255},"person-name-prohibited-characters":{}},{{{required}}}{{{Everybody}}}},
        {"name":"lastName","displayName":"${lastName}","validations":{"length":{"max":255},"person-name-prohibited-characters":{}},{{{required}}}{{{Everybody}}}}
        ],"groups":[{"name":"user-metadata","displayHeader":"User metadata","displayDescription":"Attributes, which refer to user metadata"}]}
        """);
}
