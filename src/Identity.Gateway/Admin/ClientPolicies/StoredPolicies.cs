using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Realms;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.ClientPolicies;

/// <summary>The client policies of a realm as its file holds them.</summary>
internal static class StoredPolicies
{
    /// <summary>A copy of the realm's own profiles.</summary>
    public static JsonArray Profiles(RealmState realm) => Read(realm, "clientProfiles", "profiles");

    /// <summary>A copy of the realm's policies.</summary>
    public static JsonArray Policies(RealmState realm) => Read(realm, "clientPolicies", "policies");

    /// <summary>The realm with other profiles.</summary>
    public static RealmState WithProfiles(RealmState realm, JsonArray profiles) =>
        RealmExtra.With(realm, "clientProfiles", new JsonObject { ["profiles"] = profiles.DeepClone() });

    /// <summary>The realm with other policies.</summary>
    public static RealmState WithPolicies(RealmState realm, JsonArray policies) =>
        RealmExtra.With(realm, "clientPolicies", new JsonObject { ["policies"] = policies.DeepClone() });

    private static JsonArray Read(RealmState realm, string section, string list) =>
        RealmExtra.Object(realm, section)?[list] is JsonArray items ? (JsonArray)items.DeepClone() : [];
}
