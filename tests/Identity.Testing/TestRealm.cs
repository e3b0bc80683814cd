namespace Identity.Testing;

/// <summary>The realm acme, exported from a Keycloak 26.7.4 with its users' hashed passwords.</summary>
public static class TestRealm
{
    /// <summary>The realm's name.</summary>
    public const string Name = "acme";

    /// <summary>A user whose password is stored as Argon2id.</summary>
    public const string User = "alice";

    /// <summary>That user's password.</summary>
    public const string Password = "alice-password";

    /// <summary>The export.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Data", "acme-realm.json");

    private const string Id = "271cbc45-2c07-4017-a3c2-ba83e64c858c";

    /// <summary>Writes the export into the folder as a realm of another name, with these texts of it replaced.</summary>
    public static async Task WriteAsync(string folder, string name, params (string From, string To)[] changes)
    {
        var text = await System.IO.File.ReadAllTextAsync(File);
        foreach (var (from, to) in changes.Append(("\"realm\" : \"acme\"", $"\"realm\" : \"{name}\"")).Append((Id, name == Name ? Id : Guid.NewGuid().ToString())))
        {
            if (!text.Contains(from, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The export does not hold {from}.");
            }

            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, $"{name}-realm.json"), text);
    }
}
