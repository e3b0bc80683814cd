using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>Puts what a partial import brings into the file of the realm that is there, and keeps count of it.</summary>
internal sealed class PartialMerge(JsonObject file, string strategy)
{
    private enum Fate
    {
        Added,
        Overwritten,
        Skipped,
    }

    private readonly Dictionary<(string Kind, string Name), Fate> _fates = [];
    private readonly JsonArray _results = [];
    private readonly HashSet<string> _replacedGroups = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stayingGroups = new(StringComparer.Ordinal);

    /// <summary>The realm's file with what is to be stored.</summary>
    public JsonObject File => file;

    /// <summary>Whether the thing came with the import and is to be stored.</summary>
    public bool Holds(string kind, string name) => _fates.TryGetValue((kind, name), out var fate) && fate != Fate.Skipped;

    /// <summary>Whether the thing is new.</summary>
    public bool Added(string kind, string name) => _fates.TryGetValue((kind, name), out var fate) && fate == Fate.Added;

    /// <summary>Whether the thing takes the place of the one that is there.</summary>
    public bool Overwritten(string kind, string name) => _fates.TryGetValue((kind, name), out var fate) && fate == Fate.Overwritten;

    /// <summary>Whether the group, at whatever level, takes the place of the one with that id.</summary>
    public bool Replaces(string groupId) => _replacedGroups.Contains(groupId);

    /// <summary>Whether the group is below one that is overwritten, and the request does not name it: it stays as it is.</summary>
    public bool Stays(string groupId) => _stayingGroups.Contains(groupId);

    public void AddClients(JsonArray? clients) => Add(ImportKinds.Client, Section(file, "clients"), clients, "clientId", name => name);

    public void AddRoles(JsonObject? roles)
    {
        if (roles is null)
        {
            return;
        }

        var all = file["roles"] as JsonObject ?? [];
        file["roles"] ??= all;
        Add(ImportKinds.RealmRole, Section(all, "realm"), roles["realm"] as JsonArray, "name", name => name);
        var byClient = all["client"] as JsonObject ?? [];
        all["client"] ??= byClient;
        foreach (var (clientId, list) in roles["client"] as JsonObject ?? [])
        {
            Add(ImportKinds.ClientRole, Section(byClient, clientId), list as JsonArray, "name", name => $"{clientId}/{name}");
        }
    }

    public void AddGroups(JsonArray? groups) => Add(ImportKinds.Group, Section(file, "groups"), groups, "name", name => name);

    /// <summary>Users are not in the realm's file: <paramref name="find"/> answers the id of the one with a name.</summary>
    public async Task AddUsersAsync(JsonArray? users, Func<string, Task<string?>> find)
    {
        var section = Section(file, "users");
        foreach (var user in Objects(users))
        {
            var username = Name(user, user["username"] is null ? "email" : "username").ToLowerInvariant();
            var id = await find(username);
            if (Decide(ImportKinds.User, username, id, user))
            {
                var copy = (JsonObject)user.DeepClone();
                if (id is not null)
                {
                    copy["id"] = id;
                }

                section.Add((JsonNode)copy);
            }
        }
    }

    /// <summary>Counts one thing as to be stored: whether it takes the place of another; null when the request does not name it.</summary>
    public bool? Done(string kind, string name, string id)
    {
        if (!_fates.TryGetValue((kind, name), out var fate))
        {
            return null;
        }

        AddResult(fate, kind, name, id);
        return fate == Fate.Overwritten;
    }

    /// <summary>Keycloak's PartialImportResults.</summary>
    public JsonObject Results() => new()
    {
        ["overwritten"] = Count(Fate.Overwritten),
        ["added"] = Count(Fate.Added),
        ["skipped"] = Count(Fate.Skipped),
        ["results"] = _results,
    };

    private int Count(Fate fate) => _fates.Values.Count(one => one == fate);

    private void Add(string kind, JsonArray section, JsonArray? brought, string nameField, Func<string, string> full)
    {
        foreach (var one in Objects(brought))
        {
            var name = Name(one, nameField);
            var stored = section.OfType<JsonObject>().FirstOrDefault(other => (string?)other[nameField] == name);
            if (!Decide(kind, full(name), (string?)stored?["id"], one))
            {
                continue;
            }

            var copy = (JsonObject)one.DeepClone();
            if (stored is not null)
            {
                copy["id"] = stored["id"]?.DeepClone();
                if (kind == ImportKinds.Group)
                {
                    Replace(stored, copy);
                }

                section[section.IndexOf(stored)] = copy;
            }
            else
            {
                section.Add((JsonNode)copy);
            }
        }
    }

    // Groups below are the same by their names, and those that are not named stay where they are.
    private void Replace(JsonObject stored, JsonObject copy)
    {
        _replacedGroups.Add((string)stored["id"]!);
        var brought = Section(copy, "subGroups");
        foreach (var below in Objects(stored["subGroups"] as JsonArray))
        {
            if (Objects(brought).Find(other => (string?)other["name"] == (string?)below["name"]) is { } same)
            {
                same["id"] = below["id"]!.DeepClone();
                Replace(below, same);
            }
            else
            {
                Stay(below);
                brought.Add(below.DeepClone());
            }
        }
    }

    private void Stay(JsonObject group)
    {
        _stayingGroups.Add((string)group["id"]!);
        foreach (var below in Objects(group["subGroups"] as JsonArray))
        {
            Stay(below);
        }
    }

    private bool Decide(string kind, string name, string? storedId, JsonObject brought)
    {
        if (storedId is not null && strategy == "FAIL")
        {
            throw new AdminRefusalException(AdminResult.Conflict($"{kind} {name} already exists"));
        }

        var fate = storedId is null ? Fate.Added : strategy == "SKIP" ? Fate.Skipped : Fate.Overwritten;
        if (!_fates.TryAdd((kind, name), fate))
        {
            throw AdminRefusalException.Invalid($"{kind} {name} is there twice");
        }

        if (fate == Fate.Skipped)
        {
            AddResult(fate, kind, name, storedId!);
        }
        else if (storedId is null && (string?)brought["id"] is null)
        {
            brought["id"] = Guid.NewGuid().ToString();
        }

        return fate != Fate.Skipped;
    }

    private void AddResult(Fate fate, string kind, string name, string id) => _results.Add((JsonNode)new JsonObject
    {
        ["action"] = fate.ToString().ToUpperInvariant(),
        ["resourceType"] = kind,
        ["resourceName"] = name,
        ["id"] = id,
    });

    private static JsonArray Section(JsonObject parent, string name)
    {
        if (parent[name] is JsonArray known)
        {
            return known;
        }

        var made = new JsonArray();
        parent[name] = made;
        return made;
    }

    private static List<JsonObject> Objects(JsonArray? items) =>
        [.. (items ?? []).Select(item => item as JsonObject ?? throw AdminRefusalException.Unreadable("unknown_error"))];

    private static string Name(JsonObject node, string field) =>
        node[field] is JsonValue value && value.TryGetValue<string>(out var name) && name.Length > 0
            ? name
            : throw AdminRefusalException.Invalid($"{field} is missing");
}
