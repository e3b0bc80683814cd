using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Users.Profiles.Internal;

namespace Identity.Grains.Users.Profiles;

/// <summary>Which attributes the users of a realm have, who sees and changes them, and what values are right. Immutable.</summary>
public sealed class UserProfile
{
    private static readonly ConditionalWeakTable<RealmState, UserProfile> s_byRealm = [];

    private readonly Dictionary<string, ProfileAttribute> _byName;

    private UserProfile(JsonElement document, RealmState realm)
    {
        Document = document;
        var attributes = Items(document, "attributes").Select(source => new ProfileAttribute(source)).ToList();
        attributes.AddRange(Implied(realm).Where(implied => attributes.All(attribute => attribute.Name != implied.Name)).ToList());
        Attributes = attributes;
        _byName = [];
        foreach (var attribute in attributes)
        {
            _byName.TryAdd(attribute.Name, attribute);
        }

        Unmanaged = document.TryGetProperty("unmanagedAttributePolicy", out var policy) && policy.ValueKind == JsonValueKind.String
            ? policy.GetString() switch
            {
                "ENABLED" => UnmanagedAttributes.Enabled,
                "ADMIN_VIEW" => UnmanagedAttributes.AdminView,
                "ADMIN_EDIT" => UnmanagedAttributes.AdminEdit,
                _ => UnmanagedAttributes.Disabled,
            }
            : UnmanagedAttributes.Disabled;
    }

    /// <summary>In the document's order.</summary>
    public IReadOnlyList<ProfileAttribute> Attributes { get; }

    /// <summary>What becomes of other attributes.</summary>
    public UnmanagedAttributes Unmanaged { get; }

    /// <summary>Keycloak's UPConfig.</summary>
    public JsonElement Document { get; }

    /// <summary>The realm's profile: its own, or the one that every realm begins with.</summary>
    public static UserProfile Of(RealmState realm)
    {
        ArgumentNullException.ThrowIfNull(realm);
        return s_byRealm.GetValue(realm, static key => new UserProfile(ProfileComponent.Read(key) ?? ProfileDefaults.Of(key.Realm), key));
    }

    /// <summary>The attribute; null when the profile does not describe it.</summary>
    public ProfileAttribute? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The document as JSON that the caller may change.</summary>
    public JsonObject ToJson() => JsonObject.Create(Document.Clone())!.DeepClone().AsObject();

    internal static IEnumerable<JsonElement> Items(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static IEnumerable<ProfileAttribute> Implied(RealmState realm)
    {
        yield return new ProfileAttribute(ProfileDefaults.Username);
        yield return new ProfileAttribute(ProfileDefaults.Email);
        if (realm.Extra is { } extra && extra.TryGetValue("internationalizationEnabled", out var several) && several.ValueKind == JsonValueKind.True)
        {
            yield return new ProfileAttribute(ProfileDefaults.Locale);
        }
    }
}
