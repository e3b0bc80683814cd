using System.Globalization;
using System.Text.Json.Nodes;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.Claims;

/// <summary>Claims from the user's profile and groups.</summary>
internal static class UserClaims
{
    private static readonly (string Claim, string Setting, string Attribute)[] AddressParts =
    [
        ("street_address", "user.attribute.street", "street"),
        ("locality", "user.attribute.locality", "locality"),
        ("region", "user.attribute.region", "region"),
        ("postal_code", "user.attribute.postal_code", "postal_code"),
        ("country", "user.attribute.country", "country"),
        ("formatted", "user.attribute.formatted", "formatted"),
    ];

    public static Action<ClaimTarget> Attribute(MapperConfig config)
    {
        var name = config.Text("user.attribute");
        var aggregate = config.Is("aggregate.attrs");
        return target =>
        {
            if (name is not null)
            {
                config.Set(target, AttributeValues(target.Subject.Realm, target.Subject.User, name, aggregate));
            }
        };
    }

    public static Action<ClaimTarget> Property(MapperConfig config)
    {
        var name = config.Text("user.attribute");
        return target => config.Set(target, PropertyValue(target.Subject.User, name));
    }

    public static void FullName(ClaimTarget target)
    {
        var user = target.Subject.User;
        var name = string.Join(' ', new[] { user.FirstName, user.LastName }.Where(part => !string.IsNullOrEmpty(part)));
        if (name.Length > 0)
        {
            target.Claims["name"] = name;
        }
    }

    public static Action<ClaimTarget> Address(MapperConfig config)
    {
        var parts = AddressParts.Select(part => (part.Claim, Attribute: config.Text(part.Setting) ?? part.Attribute)).ToArray();
        return target =>
        {
            var address = new JsonObject();
            foreach (var (claim, attribute) in parts)
            {
                if (target.Subject.User.Attributes.TryGetValue(attribute, out var values) && values.Count > 0)
                {
                    address[claim] = values[0];
                }
            }

            if (address.Count > 0)
            {
                target.Claims["address"] = address;
            }
        };
    }

    public static Action<ClaimTarget> Groups(MapperConfig config)
    {
        var fullPath = config.Is("full.path");
        return target =>
        {
            var realm = target.Subject.Realm;
            var names = target.Subject.User.GroupIds
                .Select(id => fullPath ? realm.GroupPath(id) : realm.FindGroupById(id)?.Name)
                .OfType<string>()
                .ToArray();
            config.SetAt(config.Path, target, names, multivalued: true);
        };
    }

    /// <summary>A property or attribute of the user; the first value where there are several.</summary>
    public static string? PropertyValue(UserState user, string? name) => name switch
    {
        null => null,
        "id" => user.Id,
        "emailVerified" => user.EmailVerified ? "true" : "false",
        "enabled" => user.Enabled ? "true" : "false",
        "createdTimestamp" => user.CreatedTimestamp.ToString(CultureInfo.InvariantCulture),
        "federationLink" => user.FederationLink,
        "serviceAccountClientLink" => user.ServiceAccountClientId,
        _ => OwnValues(user, name) is { Count: > 0 } values ? values[0] : null,
    };

    private static IReadOnlyCollection<string> AttributeValues(RealmSnapshot realm, UserState user, string name, bool aggregate)
    {
        var own = OwnValues(user, name);
        if (own.Count > 0 && !aggregate)
        {
            return own;
        }

        var groups = user.GroupIds.Select(id => GroupValues(realm, id, name, aggregate)).Where(values => values.Count > 0);
        return aggregate ? own.Concat(groups.SelectMany(values => values)).ToHashSet(StringComparer.Ordinal) : groups.FirstOrDefault([]);
    }

    private static List<string> GroupValues(RealmSnapshot realm, string groupId, string name, bool aggregate)
    {
        var values = new List<string>();
        var steps = 0;
        for (GroupState? group = realm.FindGroupById(groupId); group is not null && steps++ <= realm.Groups.Count;
            group = group.ParentId is null ? null : realm.FindGroupById(group.ParentId))
        {
            if (group.Attributes.TryGetValue(name, out var own) && own.Count > 0)
            {
                values.AddRange(own);
                if (!aggregate)
                {
                    break;
                }
            }
        }

        return values;
    }

    private static IReadOnlyList<string> OwnValues(UserState user, string name) => name switch
    {
        "username" => [user.Username],
        "email" => One(user.Email),
        "firstName" => One(user.FirstName),
        "lastName" => One(user.LastName),
        _ => user.Attributes.TryGetValue(name, out var values) ? values : [],
    };

    private static IReadOnlyList<string> One(string? value) => value is null ? [] : [value];
}
