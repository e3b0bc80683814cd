using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;
using Identity.Grains.Storage;

namespace Identity.Silo.RealmFiles;

/// <summary>Writes realms into files that only their user can read: they hold keys and password hashes.</summary>
internal sealed class RealmFileExport(RealmExport export, IRealmSource realms)
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true };

    /// <summary>Writes one realm, or all when <paramref name="realm"/> is null, into one file (an array when all) or into
    /// <c>NAME-realm.json</c> each. Answers what was written and what was not; null when there is no such realm.</summary>
    /// <exception cref="UnreadableRecordException">The one realm cannot be read. Of all realms it is left out.</exception>
    public async Task<WrittenRealms?> RunAsync(string? realm, string? file, string? folder, UserExport users, CancellationToken cancellationToken)
    {
        var (found, leftOut) = (new List<(string Name, JsonObject Document)>(), new List<string>());
        foreach (var name in realm is null ? await realms.ListNamesAsync(cancellationToken) : [realm])
        {
            try
            {
                if (await export.ExportAsync(name, cancellationToken) is { } exported)
                {
                    found.Add((name, exported.Document));
                    leftOut.AddRange(exported.LeftOut
                        .Where(record => users != UserExport.Skip || record.Kind != StateNames.User).Select(record => $"{record} of realm {name}"));
                }
            }
            catch (UnreadableRecordException) when (realm is null)
            {
                leftOut.Add($"realm {name}");
            }
        }

        return realm is not null && found.Count == 0 ? null : new WrittenRealms([.. Write(found, realm is null, file, folder, users)], leftOut);
    }

    private static IEnumerable<string> Write(List<(string Name, JsonObject Document)> found, bool asList, string? file, string? folder, UserExport users)
    {
        if (file is null)
        {
            Directory.CreateDirectory(folder!);
            return found.SelectMany(realm => WriteFolder(folder!, realm.Name, realm.Document, users));
        }

        found.Where(_ => users == UserExport.Skip).ToList().ForEach(realm => realm.Document.Remove("users"));
        Write(file, asList ? new JsonArray([.. found.Select(realm => realm.Document)]) : found[0].Document);
        return [file];
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

/// <summary>What an export did.</summary>
/// <param name="Files">The files that it wrote.</param>
/// <param name="LeftOut">What is not in them, because it cannot be read as it is stored.</param>
internal sealed record WrittenRealms(IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut);

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
