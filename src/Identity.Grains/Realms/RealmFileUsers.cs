using System.Text.Json.Nodes;
using Identity.Grains.Clients;
using Identity.Grains.Storage;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Reads the users of a realm file.</summary>
internal sealed class RealmFileUsers(FileNode file, RealmFileIds ids)
{
    private static readonly IReadOnlySet<string> NotCopied = new HashSet<string>(StringComparer.Ordinal)
    {
        "id", "schema", "username", "email", "emailUnique", "credentials", "roleIds", "groupIds", "serviceAccountClientId", "failures",
        "realmRoles", "clientRoles", "groups", "attributes", "clientConsents",
    };

    private readonly HashSet<string> _usernames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _emails = new(StringComparer.Ordinal);
    private readonly bool _emailsUnique = !(file.Flag("duplicateEmailsAllowed") ?? false);

    public IReadOnlyList<RealmFileUser> Read(IReadOnlyList<ClientState> clients)
    {
        var users = file.Objects("users").Select(User).ToList();
        var accounts = users.Select(user => user.State.ServiceAccountClientId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        users.AddRange(clients
            .Where(client => client.ServiceAccountsEnabled && !accounts.Contains(client.Id))
            .Select(ServiceAccount));
        return users;
    }

    /// <summary>Free attributes of a user, group or role.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Attributes(FileNode node) =>
        FileMaps.Lists(node.Object("attributes")).ToDictionary(
            entry => entry.Key,
            entry => (IReadOnlyList<string>)[.. ((JsonArray)entry.Value!).Select(value => value!.GetValue<string>())]);

    private RealmFileUser User(FileNode node)
    {
        var username = (node.Text("username") ?? node.Text("email") ?? node.Required("username")).ToLowerInvariant();
        if (string.IsNullOrWhiteSpace(username))
        {
            throw node.Error("username", "a name is required.");
        }

        if (!_usernames.Add(username))
        {
            throw node.Error("username", $"there are two users named {username}.");
        }

        var email = node.Text("email") is { Length: > 0 } address ? address.ToLowerInvariant() : null;
        if (email is not null && _emailsUnique && !_emails.Add(email))
        {
            throw node.Error("email", $"there are two users with the email {email}.");
        }

        var id = ids.AddUser(node, username);
        var state = node.Read(new UserState { Id = id, Username = username }, StateJsonContext.Default.UserState, NotCopied) with
        {
            Email = email,
            EmailUnique = _emailsUnique,
            Attributes = Attributes(node),
            RoleIds = ids.Mappings(node),
            GroupIds = [.. node.Texts("groups").Select(path => ids.Group(node, "groups", path))],
            ClientConsents = [.. node.Objects("clientConsents").Select(Consent).OfType<ClientConsent>()],
            ServiceAccountClientId = node.Text("serviceAccountClientId") is { } clientId ? ids.Client(node, "serviceAccountClientId", clientId) : null,
        };
        return new RealmFileCredentials(node, ids).Read(state);
    }

    // A consent to what is not in the file means nothing.
    private ClientConsent? Consent(FileNode node) => node.Text("clientId") is { } name && ids.FindClient(name) is { } client
        ? new ClientConsent
        {
            ClientId = client,
            ScopeIds = [.. node.Texts("grantedClientScopes").Select(ids.FindScope).OfType<string>()],
            CreatedDate = node.Number("createdDate") ?? 0,
            LastUpdatedDate = node.Number("lastUpdatedDate") ?? 0,
        }
        : null;

    private RealmFileUser ServiceAccount(ClientState client)
    {
        var username = $"service-account-{client.ClientId}".ToLowerInvariant();
        if (!_usernames.Add(username))
        {
            throw new RealmFileException("users", $"the user {username} is not marked as the service account of client {client.ClientId}.");
        }

        var name = file.Object("defaultRole")?.Text("name") ?? $"default-roles-{file.Text("realm")}";
        return new RealmFileUser(
            new UserState
            {
                Id = ids.Derive("user", username),
                Username = username,
                ServiceAccountClientId = client.Id,
                RoleIds = ids.FindRole(null, name) is { } role ? [role] : [],
            },
            Password: null,
            PasswordTemporary: false);
    }
}
