using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Keycloak's UserRepresentation.</summary>
internal static class UserRepresentation
{
    /// <summary>Its fields.</summary>
    public static Representation Fields { get; } = new(
        "UserRepresentation",
        (FieldKind.Text, ["self", "id", "username", "firstName", "lastName", "email", "federationLink", "serviceAccountClientId", "origin"]),
        (FieldKind.Flag, ["emailVerified", "enabled", "totp"]),
        (FieldKind.Number, ["createdTimestamp", "notBefore"]),
        (FieldKind.TextListMap, ["attributes"]),
        (FieldKind.Texts, ["disableableCredentialTypes", "requiredActions", "realmRoles", "groups"]),
        (FieldKind.Objects, ["credentials", "federatedIdentities", "clientConsents", "socialLinks"]),
        (FieldKind.Object, ["userProfileMetadata", "clientRoles", "applicationRoles", "access"]));

    /// <summary>A user as lists show it.</summary>
    public static JsonObject WriteListed(AdminCall call, UserState user, bool brief)
    {
        var node = Begin(call, user, brief, metadata: null);
        node["access"] = new JsonObject { ["manage"] = UserAccess.MayManage(call) };
        return node;
    }

    /// <summary>A user as lists inside other resources show it: without what the administrator may do.</summary>
    public static JsonObject WriteMember(AdminCall call, UserState user, bool brief) => Begin(call, user, brief, metadata: null);

    /// <summary>A user as its own address shows it.</summary>
    public static JsonObject Write(AdminCall call, UserState user, JsonNode? metadata)
    {
        var node = Begin(call, user, brief: false, metadata);
        if (FederatedIdentityBody.Providers(call.Realm).Count > 0)
        {
            node.Insert(node.IndexOf("notBefore"), "federatedIdentities", FederatedIdentityBody.Write(call.Realm, user));
        }

        node["access"] = UserAccess.Write(call);
        return node;
    }

    /// <summary>An array of strings.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonObject Begin(AdminCall call, UserState user, bool brief, JsonNode? metadata)
    {
        if (user.IsUnreadable)
        {
            return Unreadable(user);
        }

        var shown = UserAttributes.Shown(call.Realm.Settings, user);
        var node = new JsonObject { ["id"] = user.Id, ["username"] = user.Username };
        Add(node, "firstName", shown.FirstName);
        Add(node, "lastName", shown.LastName);
        Add(node, "email", shown.Email);
        node["emailVerified"] = user.EmailVerified;
        if (!brief && shown.Attributes.Count > 0)
        {
            node["attributes"] = WriteAttributes(shown.Attributes);
        }

        if (metadata is not null)
        {
            node["userProfileMetadata"] = metadata;
        }

        // A lockout that only an administrator ends shows as a disabled user, as with Keycloak.
        node["enabled"] = user.Enabled && user.Failures?.LockedPermanently != true;
        node["createdTimestamp"] = user.CreatedTimestamp;
        if (!brief)
        {
            node["totp"] = user.Credentials.Any(credential => credential.Type == "otp");
        }

        Add(node, "federationLink", user.FederationLink);
        if (!brief)
        {
            node["disableableCredentialTypes"] = new JsonArray();
            node["requiredActions"] = Texts(user.RequiredActions);
            node["notBefore"] = user.NotBefore;
        }

        return node;
    }

    // In fields that every reader of the representation knows.
    private static JsonObject Unreadable(UserState user) => new()
    {
        ["id"] = user.Id,
        ["username"] = user.Username,
        ["attributes"] = new JsonObject { ["unreadable"] = new JsonArray(UnreadableRecord.Description) },
        ["enabled"] = false,
    };

    /// <summary>An object of string arrays.</summary>
    public static JsonObject WriteAttributes(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> attributes) =>
        new(attributes.Select(attribute => KeyValuePair.Create<string, JsonNode?>(attribute.Key, Texts(attribute.Value))));

    private static void Add(JsonObject node, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            node[name] = value;
        }
    }
}
