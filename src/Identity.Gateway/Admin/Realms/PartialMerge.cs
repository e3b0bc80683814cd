using System.Text.Json.Nodes;

namespace Identity.Gateway.Admin.Realms;

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

    /// <summary>The realm's file with what is to be stored.</summary>
    public JsonObject File => file;

    /// <summary>Whether the thing came with the import and is to be stored.</summary>
    public bool Holds(string kind, string name) => _fates.TryGetValue((kind, name), out var fate) && fate != Fate.Skipped;

    /// <summary>Whether the thing is new.</summary>
    public bool Added(string kind, string name) => _fates.TryGetValue((kind, name), out var fate) && fate == Fate.Added;

    public void AddClients(JsonArray? clients) => Add("CLIENT", Section(file, "clients"), clients, "clientId", name => name);

    public void AddRoles(JsonObject? roles)
    {
        if (roles is null)
        {
            return;
        }

        var all = file["roles"] as JsonObject ?? [];
        file["roles"] ??= all;
        Add("REALM_ROLE", Section(all, "realm"), roles["realm"] as JsonArray, "name", name => name);
        var byClient = all["client"] as JsonObject ?? [];
        all["client"] ??= byClient;
        foreach (var (clientId, list) in roles["client"] as JsonObject ?? [])
        {
            Add("CLIENT_ROLE", Section(byClient, clientId), list as JsonArray, "name", name => $"{clientId}/{name}");
        }
    }

    public void AddGroups(JsonArray? groups) => Add("GROUP", Section(file, "groups"), groups, "name", name => name);

    /// <summary>Users are not in the realm's file: <paramref name="find"/> answers the id of the one with a name.</summary>
    public async Task AddUsersAsync(JsonArray? users, Func<string, Task<string?>> find)
    {
        var section = Section(file, "users");
        foreach (var user in Objects(users))
        {
            var username = Name(user, user["username"] is null ? "email" : "username").ToLowerInvariant();
            var id = await find(username);
            if (Decide("USER", username, id, user))
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

    /// <summary>Counts one thing as stored.</summary>
    public async Task DoneAsync(string kind, string name, string id, Func<string, string, bool, Task> report)
    {
        if (_fates.TryGetValue((kind, name), out var fate))
        {
            AddResult(fate, kind, name, id);
            await report(kind, id, fate == Fate.Overwritten);
        }
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
                section[section.IndexOf(stored)] = copy;
            }
            else
            {
                section.Add((JsonNode)copy);
            }
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
