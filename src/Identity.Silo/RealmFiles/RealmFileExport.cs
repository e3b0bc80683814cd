using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Silo.RealmFiles;

/// <summary>Writes realms into files that only their user can read: they hold keys and password hashes.</summary>
internal sealed class RealmFileExport(RealmExport export, IRealmSource realms)
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true };

    /// <summary>Writes one realm, or all when <paramref name="realm"/> is null, into one file (an array when all) or into
    /// <c>NAME-realm.json</c> each. Returns the files; null when there is no such realm.</summary>
    public async Task<IReadOnlyList<string>?> RunAsync(string? realm, string? file, string? folder, UserExport users, CancellationToken cancellationToken)
    {
        var names = realm is null ? await realms.ListNamesAsync(cancellationToken) : [realm];
        var found = new List<JsonObject>();
        foreach (var name in names)
        {
            if (await export.ExportAsync(name, cancellationToken) is not { } document)
            {
                return null;
            }

            found.Add(document);
        }

        if (file is not null)
        {
            found.Where(_ => users == UserExport.Skip).ToList().ForEach(document => document.Remove("users"));
            Write(file, realm is null ? new JsonArray([.. found]) : found[0]);
            return [file];
        }

        Directory.CreateDirectory(folder!);
        return [.. names.Zip(found).SelectMany(pair => WriteFolder(folder!, pair.First, pair.Second, users))];
    }

    private static IEnumerable<string> WriteFolder(string folder, string name, JsonObject document, UserExport users)
    {
        var realmFile = Path.Combine(folder, $"{name}-realm.json");
        var list = document["users"];
        if (users != UserExport.SameFile)
        {
            document.Remove("users");
        }

        Write(realmFile, document);
        yield return realmFile;
        if (users == UserExport.DifferentFiles && list is JsonArray)
        {
            var usersFile = Path.Combine(folder, $"{name}-users-0.json");
            Write(usersFile, new JsonObject { ["realm"] = name, ["users"] = list });
            yield return usersFile;
        }
    }

    private static void Write(string path, JsonNode content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        using var json = new Utf8JsonWriter(stream, s_indented);
        content.WriteTo(json);
    }
}

/// <summary>Where exported users go.</summary>
internal enum UserExport
{
    /// <summary>Into the realm's file.</summary>
    SameFile,

    /// <summary>Into a file beside it.</summary>
    DifferentFiles,

    /// <summary>Nowhere.</summary>
    Skip,
}
