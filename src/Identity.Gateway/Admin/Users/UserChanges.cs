using System.Text.Json.Nodes;
using Identity.Grains.Authentication;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Changes a user as a request says: what the request does not name stays as it is.</summary>
internal sealed class UserChanges(UserNames names, NewCredentials credentials)
{
    private const string NameMissing = "User name is missing";

    /// <summary>The change as a function of the user as it is then.</summary>
    public async Task<Func<UserState, UserState>> PrepareAsync(AdminCall call, UserState user, JsonObject body)
    {
        body = WithUsername(call, body);
        await names.DemandFreeAsync(call.Realm, user, (string?)body["username"], (string?)body["email"]);
        var setCredentials = await credentials.PrepareAsync(call, user, body);
        return stored => setCredentials(Apply(call, stored, body));
    }

    /// <summary>What an event tells of a request.</summary>
    public static JsonObject Reported(JsonObject body)
    {
        var reported = (JsonObject)body.DeepClone();
        reported.Remove("credentials");
        return reported;
    }

    private static UserState Apply(AdminCall call, UserState stored, JsonObject body)
    {
        var settings = call.Realm.Settings;
        var next = UserAttributes.Apply(settings, stored, stored, body) with
        {
            EmailUnique = !settings.DuplicateEmailsAllowed,
            EmailVerified = (bool?)body["emailVerified"] ?? stored.EmailVerified,
            Enabled = (bool?)body["enabled"] ?? stored.Enabled,
            CreatedTimestamp = stored.CreatedTimestamp,
            FederationLink = (string?)body["federationLink"] ?? stored.FederationLink,
            RequiredActions = body["requiredActions"] is JsonArray actions ? RequiredActionSupport.Known(settings, actions.Select(action => (string?)action)) : stored.RequiredActions,
        };

        if (Identify(next) != Identify(stored) || body["credentials"] is JsonArray { Count: > 0 })
        {
            UserAccess.DemandTakeover(call, stored);
        }

        if (body["credentials"] is JsonArray { Count: > 0 })
        {
            UserAccess.DemandPerson(stored);
        }

        if (stored.ServiceAccountClientId is not null && !string.Equals(next.Username, stored.Username, StringComparison.OrdinalIgnoreCase))
        {
            throw AdminRefusalException.Invalid("A service account is named after its client");
        }

        // Enabling a user ends a lockout that only an administrator ends.
        return (bool?)body["enabled"] == true && stored.Failures is { LockedPermanently: true } ? next with { Failures = null } : next;
    }

    // What lets a person in as that user: the name, the mailbox, an account elsewhere.
    private static (string Username, string? Email, bool Verified, string? Link, bool Enabled) Identify(UserState user) => (
        user.Username.ToLowerInvariant(),
        string.IsNullOrWhiteSpace(user.Email) ? null : user.Email.ToLowerInvariant(),
        user.EmailVerified,
        user.FederationLink,
        user.Enabled);

    private static JsonObject WithUsername(AdminCall call, JsonObject body)
    {
        if (!call.Realm.Settings.RegistrationEmailAsUsername)
        {
            return (string?)body["username"] is { } username && string.IsNullOrWhiteSpace(username) ? throw AdminRefusalException.Invalid(NameMissing) : body;
        }

        body = (JsonObject)body.DeepClone();
        body.Remove("username");
        if ((string?)body["email"] is { } email)
        {
            body["username"] = string.IsNullOrWhiteSpace(email) ? throw AdminRefusalException.Invalid(NameMissing) : email;
        }

        return body;
    }
}
