using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Realms;

namespace Identity.Silo.RealmFiles;

/// <summary>Reads realm files as Keycloak exports them: a realm, several in an array, or a folder of such files with the users beside.</summary>
internal static class RealmFolder
{
    private const string UsersMark = "-users-";

    /// <summary>The realms of a file, or of all <c>.json</c> files directly in a folder, by file name. Users of
    /// <c>NAME-users-0.json</c> and so on are put into the realm of that name. Throws <see cref="RealmFileException"/>.</summary>
    public static IReadOnlyList<(string File, JsonObject Realm)> Read(string path)
    {
        var files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).ToArray()
            : [path];
        var realms = files.Where(file => !IsUsers(file)).SelectMany(ReadRealms).ToList();
        foreach (var file in files.Where(IsUsers))
        {
            AddUsers(file, realms);
        }

        return realms;
    }

    private static bool IsUsers(string file) => Path.GetFileName(file).Contains(UsersMark, StringComparison.Ordinal);

    private static IEnumerable<(string File, JsonObject Realm)> ReadRealms(string file) => Parse(file) switch
    {
        JsonObject realm => [(file, realm)],
        JsonArray several => several.Select(node => (file, node?.DeepClone() as JsonObject ?? throw NoRealm(file))).ToArray(),
        _ => throw NoRealm(file),
    };

    private static void AddUsers(string file, List<(string File, JsonObject Realm)> realms)
    {
        if (Parse(file) is not JsonObject part || part["users"] is not JsonArray users)
        {
            throw new RealmFileException("users", "there is no list of users").In(file);
        }

        var name = (string?)part["realm"];
        var realm = realms.FirstOrDefault(entry => (string?)entry.Realm["realm"] == name).Realm
            ?? throw new RealmFileException("realm", $"the realm '{name}' of these users is in no file of the folder").In(file);
        if (realm["users"] is not JsonArray all)
        {
            realm["users"] = all = [];
        }

        foreach (var user in users)
        {
            all.Add(user?.DeepClone());
        }
    }

    private static JsonNode? Parse(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return JsonNode.Parse(stream);
        }
        catch (JsonException exception)
        {
            throw new RealmFileException("", $"this is no JSON: {exception.Message}", exception).In(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RealmFileException("", exception.Message, exception).In(file);
        }
    }

    private static RealmFileException NoRealm(string file) => new RealmFileException("", "this is no realm").In(file);
}
