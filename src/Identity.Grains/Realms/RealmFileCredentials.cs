using System.Text;
using System.Text.Json.Nodes;
using Identity.Grains.Passwords;
using Identity.Grains.Users;

namespace Identity.Grains.Realms;

/// <summary>Reads the credentials of a user: hashed ones as they are, a password in plain text to be hashed.</summary>
internal sealed class RealmFileCredentials(FileNode user, RealmFileIds ids)
{
    public RealmFileUser Read(UserState state)
    {
        var credentials = new List<Credential>();
        string? password = null;
        var temporary = false;
        foreach (var node in user.Objects("credentials"))
        {
            var type = node.Text("type") ?? "password";
            if (type == "password" && node.Text("value") is { } plain)
            {
                password = Encoding.UTF8.GetByteCount(plain) <= PasswordHashing.MaxPasswordBytes
                    ? plain
                    : throw node.Error("value", $"a password has at most {PasswordHashing.MaxPasswordBytes} bytes.");
                temporary = node.Flag("temporary") ?? false;
            }
            else
            {
                credentials.Add(Hashed(node, type, state, credentials.Count));
            }
        }

        return new RealmFileUser(state with { Credentials = credentials }, password, temporary);
    }

    private Credential Hashed(FileNode node, string type, UserState state, int index) => new()
    {
        Id = RealmFileIds.Given(node) ?? ids.Derive("credential", $"{state.Id}/{index}"),
        Type = type,
        UserLabel = node.Text("userLabel"),
        CreatedDate = node.Number("createdDate") ?? 0,
        SecretData = node.Text("secretData") ?? OldSecretData(node),
        CredentialData = node.Text("credentialData") ?? OldCredentialData(node),
        Temporary = node.Flag("temporary") ?? false,
    };

    // Before version 8 Keycloak wrote the hash and its parameters next to each other.
    private static string OldSecretData(FileNode node) => new JsonObject
    {
        ["value"] = node.Text("hashedSaltedValue") ?? throw node.Error("secretData", "a text is required."),
        ["salt"] = node.Text("salt"),
    }.ToJsonString();

    private static string OldCredentialData(FileNode node) => new JsonObject
    {
        ["algorithm"] = node.Text("algorithm") ?? "pbkdf2-sha256",
        ["hashIterations"] = node.Number("hashIterations") ?? 0,
    }.ToJsonString();
}
