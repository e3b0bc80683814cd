using System.Text.Json.Nodes;

namespace Identity.Grains.Realms;

/// <summary>What every realm has: built-in clients, roles and client scopes, kept as realm files of our own.</summary>
internal static class RealmDefaults
{
    public const string MasterName = "master";
    private const string Placeholder = "${realm}";

    // Merged piece by piece below; everything else is taken whole where the file says nothing.
    private static readonly HashSet<string> Merged =
        ["clients", "roles", "clientScopes", "scopeMappings", "clientScopeMappings", "defaultRole", "defaultDefaultClientScopes", "defaultOptionalClientScopes"];

    /// <summary>The file with what it leaves out. What it says stays as it is.</summary>
    public static JsonObject Complete(JsonObject file)
    {
        var name = CheckShape(new FileNode(file, string.Empty));
        var template = Template(name);
        var complete = (JsonObject)file.DeepClone();
        foreach (var (field, value) in template)
        {
            if (!Merged.Contains(field) && complete[field] is null)
            {
                complete[field] = value?.DeepClone();
            }
        }

        AddScopes(complete, template);
        AddRealmRoles(complete, template, name);
        AddClients(complete, template);
        return complete;
    }

    /// <summary>The client through which administrators of the master realm manage another realm, and its roles.</summary>
    public static (JsonObject Client, JsonArray Roles) ManagedRealm(string name)
    {
        var parts = Load("managed-realm", name);
        return ((JsonObject)parts["clients"]![0]!, (JsonArray)parts["roles"]!["client"]![$"{name}-realm"]!);
    }

    // What is merged must be of the right kind: it would be replaced otherwise, and its author not told.
    private static string CheckShape(FileNode file)
    {
        file.Objects("clients");
        file.Objects("clientScopes");
        file.Object("defaultRole");
        file.Objects("scopeMappings");
        file.Object("clientScopeMappings");
        var roles = file.Object("roles");
        roles?.Objects("realm");
        if (roles?.Object("client") is { } clients)
        {
            foreach (var (clientId, _) in clients.Json)
            {
                clients.Objects(clientId);
            }
        }

        return file.Required("realm");
    }

    private static JsonObject Template(string name)
    {
        var template = Load("realm", name);
        if (name != MasterName)
        {
            return template;
        }

        var master = Load("master", name);
        template["accessTokenLifespan"] = master["accessTokenLifespan"]!.DeepClone();
        var clients = (JsonArray)template["clients"]!;
        clients.Remove(clients.First(client => (string?)client!["clientId"] == "realm-management"));
        var clientRoles = (JsonObject)template["roles"]!["client"]!;
        clientRoles.Remove("realm-management");

        var (managing, roles) = ManagedRealm(name);
        clients.Add(managing.DeepClone());
        clientRoles[$"{name}-realm"] = roles.DeepClone();
        foreach (var role in (JsonArray)master["roles"]!["realm"]!)
        {
            var copy = role!.DeepClone();
            if (copy["composites"] is JsonObject composites)
            {
                composites["client"] = new JsonObject
                {
                    [$"{name}-realm"] = new JsonArray([.. roles.Select(included => included!["name"]!.DeepClone())]),
                };
            }

            ((JsonArray)template["roles"]!["realm"]!).Add(copy);
        }

        return template;
    }

    private static void AddScopes(JsonObject file, JsonObject template)
    {
        if (file["clientScopes"] is not null)
        {
            return;
        }

        foreach (var field in (string[])["clientScopes", "defaultDefaultClientScopes", "defaultOptionalClientScopes"])
        {
            file[field] ??= template[field]!.DeepClone();
        }

        Append(file, "scopeMappings", template["scopeMappings"]);
    }

    private static void AddRealmRoles(JsonObject file, JsonObject template, string name)
    {
        var roles = Child(file, "roles");
        var known = Names(roles["realm"], "name");
        var defaultName = (string?)file["defaultRole"]?["name"] ?? $"default-roles-{name}";
        foreach (var role in (JsonArray)template["roles"]!["realm"]!)
        {
            var copy = (JsonObject)role!.DeepClone();
            if ((string?)copy["name"] == $"default-roles-{name}")
            {
                copy["name"] = defaultName;
                AddTo(copy, file["defaultRoles"]);
            }

            if (!known.Contains((string)copy["name"]!))
            {
                Append(roles, "realm", new JsonArray(copy));
            }
        }

        file["defaultRole"] ??= new JsonObject { ["name"] = defaultName };
    }

    // Before version 13 Keycloak listed the default roles instead of having a role that includes them.
    private static void AddTo(JsonObject defaultRole, JsonNode? defaultRoles)
    {
        var included = (JsonArray)defaultRole["composites"]!["realm"]!;
        var known = included.Select(role => (string?)role).ToHashSet(StringComparer.Ordinal);
        foreach (var role in defaultRoles as JsonArray ?? [])
        {
            if (known.Add((string?)role))
            {
                included.Add(role?.DeepClone());
            }
        }
    }

    private static void AddClients(JsonObject file, JsonObject template)
    {
        var known = Names(file["clients"], "clientId");
        var clientRoles = Child(Child(file, "roles"), "client");
        foreach (var client in (JsonArray)template["clients"]!)
        {
            var clientId = (string)client!["clientId"]!;
            if (known.Contains(clientId))
            {
                continue;
            }

            Append(file, "clients", new JsonArray(client.DeepClone()));
            if (template["roles"]!["client"]![clientId] is JsonArray roles)
            {
                var given = Names(clientRoles[clientId], "name");
                Append(clientRoles, clientId, new JsonArray([.. roles.Where(role => !given.Contains((string)role!["name"]!)).Select(role => role!.DeepClone())]));
            }

            if (clientId == "account-console" && file["clientScopeMappings"] is null && !known.Contains("account"))
            {
                file["clientScopeMappings"] = template["clientScopeMappings"]!.DeepClone();
            }
        }
    }

    private static HashSet<string> Names(JsonNode? items, string field) =>
        [.. (items as JsonArray ?? []).Select(item => item is JsonObject entry && entry[field] is JsonValue name ? name.ToString() : string.Empty)];

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static void Append(JsonObject parent, string name, JsonNode? items)
    {
        if (parent[name] is not JsonArray list)
        {
            parent[name] = list = [];
        }

        foreach (var item in items as JsonArray ?? [])
        {
            list.Add(item?.DeepClone());
        }
    }

    private static JsonObject Load(string template, string realmName)
    {
        using var stream = typeof(RealmDefaults).Assembly.GetManifestResourceStream($"Identity.Grains.Realms.Defaults.{template}.json")!;
        using var reader = new StreamReader(stream);
        var quoted = JsonValue.Create(realmName).ToJsonString()[1..^1];
        return (JsonObject)JsonNode.Parse(reader.ReadToEnd().Replace(Placeholder, quoted, StringComparison.Ordinal))!;
    }
}
