using Identity.Grains.Realms;
using Identity.Grains.Roles;

namespace Identity.Grains.Claims;

/// <summary>The roles that tokens carry, by name: what the user holds, cut down to the client's scope.
/// Role mappers may add and rename before they are written.</summary>
internal sealed class HeldRoles
{
    private SortedSet<string> _realm;
    private SortedDictionary<string, SortedSet<string>> _clients;
    private bool _shared;

    private HeldRoles(SortedSet<string> realm, SortedDictionary<string, SortedSet<string>> clients, bool shared) =>
        (_realm, _clients, _shared) = (realm, clients, shared);

    /// <summary>Names of realm roles.</summary>
    public IReadOnlyCollection<string> Realm => _realm;

    /// <summary>Names of client roles by client_id; never an empty set.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Clients => _clients;

    public static HeldRoles Of(TokenSubject subject)
    {
        var roles = new HeldRoles(new(StringComparer.Ordinal), new(StringComparer.Ordinal), shared: false);
        var allowed = subject.Plan.AllowedRoles;
        foreach (var id in allowed is null ? subject.Realm.EffectiveRoles(subject.User) : subject.Realm.HeldAmong(subject.User, allowed))
        {
            if (subject.Realm.FindRoleById(id) is { } role)
            {
                roles.Add(RoleName.Of(subject.Realm, role));
            }
        }

        return roles;
    }

    /// <summary>The same roles for one token to change: what it adds or takes away is not seen here. After the first call this one must not be changed.</summary>
    public HeldRoles Share() => new(_realm, _clients, shared: true);

    public void Add(RoleName? name)
    {
        Own();
        if (name is { ClientId: null })
        {
            _realm.Add(name.Name);
        }
        else if (name is not null)
        {
            if (!_clients.TryGetValue(name.ClientId, out var names))
            {
                _clients[name.ClientId] = names = new SortedSet<string>(StringComparer.Ordinal);
            }

            names.Add(name.Name);
        }
    }

    /// <summary>Whether the role was there.</summary>
    public bool Remove(RoleName name)
    {
        Own();
        if (name.ClientId is null)
        {
            return _realm.Remove(name.Name);
        }

        var removed = _clients.TryGetValue(name.ClientId, out var names) && names.Remove(name.Name);
        if (names is { Count: 0 })
        {
            _clients.Remove(name.ClientId);
        }

        return removed;
    }

    private void Own()
    {
        if (_shared)
        {
            _realm = new(_realm, StringComparer.Ordinal);
            var clients = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
            foreach (var (clientId, names) in _clients)
            {
                clients[clientId] = new(names, StringComparer.Ordinal);
            }

            _clients = clients;
            _shared = false;
        }
    }
}

/// <summary>A role by name; ClientId is a client_id, null for a realm role.</summary>
internal sealed record RoleName(string? ClientId, string Name)
{
    public static RoleName? Of(RealmSnapshot realm, RoleState role) =>
        role.ClientId is null ? new RoleName(null, role.Name)
        : realm.FindClientById(role.ClientId) is { } client ? new RoleName(client.ClientId, role.Name)
        : null;

    /// <summary>Reads role or client.role. A client_id may hold dots: the longest one that is a client of the realm counts.</summary>
    public static RoleName Parse(RealmSnapshot realm, string text)
    {
        for (var dot = text.LastIndexOf('.'); dot > 0; dot = text.LastIndexOf('.', dot - 1))
        {
            if (realm.FindClient(text[..dot]) is { } client)
            {
                return new RoleName(client.ClientId, text[(dot + 1)..]);
            }
        }

        return new RoleName(null, text);
    }
}
