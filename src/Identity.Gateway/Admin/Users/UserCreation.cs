using System.Text.Json.Nodes;
using Identity.Grains.Authentication;
using Identity.Grains.Groups;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Makes a new user out of a request: what every new user has, and what the request may say of it.</summary>
internal sealed class UserCreation(UserNames names, NewCredentials credentials, TimeProvider time)
{
    private const string NameMissing = "User name is missing";

    /// <summary>The user to store. Refuses what Keycloak refuses, in its order: name, what is taken, profile, groups, password.</summary>
    public async Task<UserState> PrepareAsync(AdminCall call, JsonObject body)
    {
        var settings = call.Realm.Settings;
        if (settings.RegistrationEmailAsUsername && (string?)body["email"] is { Length: > 0 } address)
        {
            body = (JsonObject)body.DeepClone();
            body["username"] = address;
        }

        if ((string?)body["username"] is not { } username || string.IsNullOrWhiteSpace(username))
        {
            throw AdminRefusalException.Invalid(NameMissing);
        }

        await names.DemandFreeAsync(call.Realm, before: null, username, (string?)body["email"]);
        var user = UserAttributes.Apply(settings, before: null, Begin(call, body, username), body);
        return await credentials.ApplyAsync(call, user, body);
    }

    private UserState Begin(AdminCall call, JsonObject body, string username) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Username = username.ToLowerInvariant(),
        EmailUnique = !call.Realm.Settings.DuplicateEmailsAllowed,
        EmailVerified = (bool?)body["emailVerified"] ?? false,
        Enabled = (bool?)body["enabled"] ?? false,
        CreatedTimestamp = (long?)body["createdTimestamp"] ?? time.GetUtcNow().ToUnixTimeMilliseconds(),
        FederationLink = (string?)body["federationLink"],
        RequiredActions = RequiredActionSupport.ForNewUser(call.Realm.Settings, (body["requiredActions"] as JsonArray ?? []).Select(action => (string?)action)),
        FederatedIdentities = body["federatedIdentities"] is JsonArray links ? FederatedIdentityBody.Read(links) : [],
        RoleIds = call.Realm.Settings.DefaultRoleId is { } role ? [role] : [],
        GroupIds = [.. Groups(call, body).Concat(DefaultGroups(call.Realm)).Distinct(StringComparer.Ordinal)],
    };

    private static IEnumerable<string> DefaultGroups(RealmSnapshot realm) =>
        realm.Settings.DefaultGroupIds.Where(id => realm.FindGroupById(id) is not null);

    private static List<string> Groups(AdminCall call, JsonObject body)
    {
        var found = new List<string>();
        foreach (var path in (body["groups"] as JsonArray ?? []).Select(path => (string)path!))
        {
            var group = Group(call.Realm, path) ?? throw AdminRefusalException.Invalid($"Group path does not exist: {path}");
            UserAccess.DemandMembership(call, group);
            found.Add(group.Id);
        }

        return found;
    }

    private static GroupState? Group(RealmSnapshot realm, string path)
    {
        var wanted = path.StartsWith('/') ? path : $"/{path}";
        var name = wanted[(wanted.LastIndexOf('/') + 1)..];
        // A name may hold slashes: the whole path decides.
        return realm.Groups.FirstOrDefault(group => wanted.EndsWith(group.Name, StringComparison.Ordinal)
            && (group.Name == name || group.Name.Contains('/', StringComparison.Ordinal)) && realm.GroupPath(group.Id) == wanted);
    }
}
