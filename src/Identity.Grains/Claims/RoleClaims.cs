using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Grains.Claims;

/// <summary>Roles and the audiences that follow from them.</summary>
internal static class RoleClaims
{
    private const string ClientIdPlaceholder = "${client_id}";
    private const int MaxPaths = 64;

    public static Action<ClaimTarget> Rename(MapperConfig config, RealmSnapshot realm)
    {
        var from = config.Text("role") is { } role ? RoleName.Parse(realm, role) : null;
        var to = config.Text("new.role.name") is { } name ? RoleName.Parse(realm, name) : null;
        return target =>
        {
            if (from is not null && to is not null && target.Subject.Roles.Remove(from))
            {
                target.Subject.Roles.Add(to);
            }
        };
    }

    public static Action<ClaimTarget> Hardcoded(MapperConfig config, RealmSnapshot realm)
    {
        var role = config.Text("role") is { } text ? RoleName.Parse(realm, text) : null;
        return target => target.Subject.Roles.Add(role);
    }

    public static Action<ClaimTarget> Audience(MapperConfig config)
    {
        var audience = config.Text("included.client.audience") ?? config.Text("included.custom.audience");
        return target =>
        {
            if (audience is not null)
            {
                target.AddAudience(audience);
            }
        };
    }

    /// <summary>Every client, but not this one, that the token carries roles of.</summary>
    public static void ResolveAudience(ClaimTarget target)
    {
        foreach (var clientId in target.Subject.Roles.Clients.Keys)
        {
            if (clientId != target.Subject.Client.ClientId)
            {
                target.AddAudience(clientId);
            }
        }
    }

    public static Action<ClaimTarget> RealmRoles(MapperConfig config)
    {
        var prefix = config.Text("usermodel.realmRoleMapping.rolePrefix");
        return target => Write(config, config.Path, target, target.Subject.Roles.Realm, prefix);
    }

    public static Action<ClaimTarget> ClientRoles(MapperConfig config)
    {
        var prefix = config.Text("usermodel.clientRoleMapping.rolePrefix");
        var onlyClient = config.Text("usermodel.clientRoleMapping.clientId");
        var name = config.Text("claim.name") ?? string.Empty;
        var shared = name.Contains(ClientIdPlaceholder, StringComparison.Ordinal) ? null : config.Path;
        var paths = new ConcurrentDictionary<string, ClaimPath?>(StringComparer.Ordinal);
        return target =>
        {
            foreach (var (clientId, roles) in target.Subject.Roles.Clients)
            {
                if (onlyClient is null || onlyClient == clientId)
                {
                    Write(config, shared ?? PathFor(paths, name, clientId), target, roles, prefix);
                }
            }
        };
    }

    private static ClaimPath? PathFor(ConcurrentDictionary<string, ClaimPath?> known, string name, string clientId)
    {
        if (known.TryGetValue(clientId, out var path))
        {
            return path;
        }

        path = ClaimPath.Parse(name.Replace(ClientIdPlaceholder, ClaimPath.Escape(clientId), StringComparison.Ordinal));
        if (known.Count < MaxPaths)
        {
            known.TryAdd(clientId, path);
        }

        return path;
    }

    private static void Write(MapperConfig config, ClaimPath? path, ClaimTarget target, IReadOnlyCollection<string> roles, string? prefix)
    {
        IReadOnlyCollection<string> names = prefix is null ? roles : [.. roles.Select(role => prefix + role)];
        if (config.Multivalued)
        {
            config.SetAt(path, target, names, multivalued: true);
        }
        else if (names.Count > 0)
        {
            path?.Set(target, JsonValue.Create($"[{string.Join(", ", names)}]"));
        }
    }
}
