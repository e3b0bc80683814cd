using System.Text.Json;
using System.Text.Json.Nodes;
using Identity.Grains.Users.Profiles.Internal;

namespace Identity.Grains.Users.Profiles;

/// <summary>Checks a profile that an administrator sends, and puts it into the form in which Keycloak keeps it.</summary>
public static class ProfileDocument
{
    private static readonly string[] s_attributeFields =
        ["name", "displayName", "validations", "annotations", "required", "permissions", "selector", "group", "multivalued", "defaultValue"];

    private static readonly HashSet<string> s_roles = new(StringComparer.Ordinal) { "admin", "user" };

    private static readonly string[] s_required = [ProfileNames.Username, ProfileNames.Email];

    /// <summary>The document with its fields in order and nulls left out.</summary>
    public static JsonObject Normalize(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var normal = new JsonObject();
        if (document["attributes"] is JsonArray attributes)
        {
            normal["attributes"] = new JsonArray([.. attributes.OfType<JsonObject>().Select(Attribute)]);
        }

        normal["groups"] = new JsonArray([.. (document["groups"] as JsonArray ?? []).OfType<JsonObject>().Select(WithoutNulls)]);
        if (document["unmanagedAttributePolicy"] is { } policy)
        {
            normal["unmanagedAttributePolicy"] = policy.DeepClone();
        }

        return normal;
    }

    /// <summary>What is wrong with it, in Keycloak's words; empty when it is good.</summary>
    /// <param name="document">In its normal form.</param>
    /// <param name="scopes">The names of the realm's client scopes.</param>
    public static IReadOnlyList<string> Problems(JsonObject document, IReadOnlySet<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(scopes);
        var problems = new List<string>();
        var groups = (document["groups"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (groups.Count(group => group["name"] is null) is > 0 and var nameless)
        {
            problems.Add($"Name is mandatory for groups, found {nameless} group(s) without name.");
        }

        if (document["attributes"] is not JsonArray attributes)
        {
            return problems;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var groupNames = groups.Select(group => (string?)group["name"]).ToHashSet(StringComparer.Ordinal);
        foreach (var attribute in attributes.OfType<JsonObject>())
        {
            problems.AddRange(Attribute(attribute, names, groupNames, scopes));
        }

        problems.AddRange(s_required.Where(name => !names.Contains(name)).Select(name => $"The attribute '{name}' can not be removed"));
        return problems;
    }

    private static IEnumerable<string> Attribute(JsonObject attribute, HashSet<string> names, HashSet<string?> groups, IReadOnlySet<string> scopes)
    {
        if ((string?)attribute["name"] is not { Length: > 0 } name)
        {
            yield return "Attribute configuration without 'name' is not allowed";
            yield break;
        }

        if (!names.Add(name))
        {
            yield return $"Attribute configuration already exists with 'name':'{name}'";
        }

        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
        {
            yield return $"Invalid attribute name (only letters, numbers and '.' '_' '-' special characters allowed): {name}'";
        }

        foreach (var (section, field, known, kind) in ((string Section, string Field, IReadOnlySet<string> Known, string Kind)[])
            [("permissions", "view", s_roles, "role"), ("permissions", "edit", s_roles, "role"), ("required", "roles", s_roles, "role"),
                ("required", "scopes", scopes, "scope"), ("selector", "scopes", scopes, "scope")])
        {
            foreach (var value in (attribute[section]?[field] as JsonArray ?? []).Select(value => (string?)value).Where(value => value is null || !known.Contains(value)))
            {
                yield return $"'{section}.{field}' configuration for attribute '{name}' contains unsupported {kind} '{value}'";
            }
        }

        if ((string?)attribute["group"] is { Length: > 0 } group && !groups.Contains(group))
        {
            yield return $"Attribute '{name}' references unknown group '{group}'";
        }

        foreach (var (validator, config) in attribute["validations"] as JsonObject ?? [])
        {
            if (ValidatorProblem(name, validator, config) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static string? ValidatorProblem(string attribute, string validator, JsonNode? config)
    {
        if (!ValueValidators.Names.Contains(validator))
        {
            return $"Validator '{validator}' defined for attribute '{attribute}' doesn't exist";
        }

        var settings = JsonElement.Parse((config as JsonObject ?? []).ToJsonString());
        var problems = ValidatorProblems.Of(validator, settings);
        return problems.Count == 0 ? null
            : $"Validator '{validator}' defined for attribute '{attribute}' has incorrect configuration: "
                + string.Concat(problems.Select(problem => $"{problem.Write(validator)}, "));
    }

    private static JsonObject Attribute(JsonObject attribute)
    {
        var normal = new JsonObject();
        foreach (var field in s_attributeFields)
        {
            if (field == "multivalued")
            {
                normal[field] = attribute[field]?.GetValueKind() == JsonValueKind.True;
            }
            else if (attribute[field] is { } value)
            {
                normal[field] = value is JsonObject section ? WithoutNulls(section) : value.DeepClone();
            }
        }

        return normal;
    }

    private static JsonObject WithoutNulls(JsonObject section) =>
        new(section.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value!.DeepClone())));
}
