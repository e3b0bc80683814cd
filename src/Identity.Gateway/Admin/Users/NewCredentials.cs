using System.Text.Json.Nodes;
using Identity.Gateway.Admin.Requests;
using Identity.Gateway.Login;
using Identity.Grains.Passwords;
using Identity.Grains.Texts;
using Identity.Grains.Users;

namespace Identity.Gateway.Admin.Users;

/// <summary>Reads the credentials that a request gives a user: a password in the clear, or hashed ones as Keycloak exports them.</summary>
internal sealed class NewCredentials(NewPasswords passwords, TimeProvider time)
{
    private const int MaxCredentials = 100;
    private const int MaxDataLength = 16 * 1024;

    /// <summary>Keycloak's CredentialRepresentation.</summary>
    public static Representation Fields { get; } = new(
        "CredentialRepresentation",
        (FieldKind.Text, ["id", "type", "userLabel", "device", "algorithm", "federationLink"]),
        (FieldKind.Secret, ["secretData", "credentialData", "value", "hashedSaltedValue", "salt"]),
        (FieldKind.Number, ["createdDate", "priority", "hashIterations", "counter", "digits", "period"]),
        (FieldKind.Flag, ["temporary"]),
        (FieldKind.Any, ["config"]));

    /// <summary>A new user with the request's credentials.</summary>
    public async Task<UserState> ApplyAsync(AdminCall call, UserState user, JsonObject body) => (await PrepareAsync(call, user, body))(user);

    /// <summary>The request's credentials as a change of the user.</summary>
    public async Task<Func<UserState, UserState>> PrepareAsync(AdminCall call, UserState user, JsonObject body)
    {
        var given = (body["credentials"] as JsonArray ?? []).Select(Fields.Check).ToList();
        if (given.Count > MaxCredentials)
        {
            throw AdminRefusalException.Invalid("Too many credentials");
        }

        // An empty password is no password.
        var stored = given.Where(credential => credential["value"] is null).Select(Hashed).OfType<Credential>().ToList();
        var password = given.LastOrDefault(credential => !string.IsNullOrEmpty((string?)credential["value"])) is { } plain ? await HashAsync(call, user, plain) : null;
        return before => Apply(call, before, stored, password);
    }

    /// <summary>The hashed password. Refuses it in Keycloak's words when the realm's policy does.</summary>
    public async Task<Credential> HashAsync(AdminCall call, UserState user, JsonObject given)
    {
        var password = await passwords.PrepareAsync(call.Realm, user, (string)given["value"]!);
        return password.IsAccepted
            ? password.Credential with { Temporary = (bool?)given["temporary"] ?? false }
            : throw new AdminRefusalException(AdminResult.Error(400, password.Refusal.MessageKey, PasswordTexts.Of(password.Refusal)));
    }

    /// <summary>The user with that password.</summary>
    public static UserState WithPassword(AdminCall call, UserState user, Credential password) =>
        UserCredentials.WithPassword(user, password, PasswordPolicy.Parse(call.Realm.Settings.PasswordPolicy).History);

    private static UserState Apply(AdminCall call, UserState user, List<Credential> stored, Credential? password)
    {
        foreach (var credential in stored)
        {
            user = credential.Type == UserCredentials.Password
                ? WithPassword(call, user, credential)
                : user with { Credentials = [.. user.Credentials.Where(other => other.Id != credential.Id), credential] };
        }

        return password is null ? user : WithPassword(call, user, password);
    }

    private Credential? Hashed(JsonObject given)
    {
        if ((string?)given["secretData"] is not { } secret || (string?)given["credentialData"] is not { } data)
        {
            return null;
        }

        return new Credential
        {
            Id = Guid.NewGuid().ToString(),
            Type = (string?)given["type"] ?? UserCredentials.Password,
            UserLabel = (string?)given["userLabel"],
            CreatedDate = (long?)given["createdDate"] ?? time.GetUtcNow().ToUnixTimeMilliseconds(),
            SecretData = Checked(secret),
            CredentialData = Checked(data),
            Temporary = (bool?)given["temporary"] ?? false,
        };
    }

    private static string Checked(string json) =>
        json.Length <= MaxDataLength && JsonInput.FindObject(json, maxDepth: 8) is not null ? json : throw AdminRefusalException.Unreadable("unknown_error");
}
