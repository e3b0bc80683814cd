using System.Text.Json;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>One validation of an attribute.</summary>
/// <param name="Id">Keycloak's name of it.</param>
/// <param name="Config">Its settings as stored.</param>
/// <param name="Check">The errors of an attribute's values, by the attribute's name.</param>
internal sealed record AttributeRule(string Id, JsonElement Config, Func<string, IReadOnlyList<string>, IEnumerable<ProfileError>> Check)
{
    public const string Multivalued = "multivalued";

    private static readonly JsonElement s_single = JsonElement.Parse("""{"max":"1"}""");
    private static readonly JsonElement s_empty = JsonElement.Parse("{}");

    /// <summary>The rules that the attribute's description names, and that it has one value only where it does not say otherwise.
    /// What is unknown here, from a realm file, rules nothing.</summary>
    public static IReadOnlyList<AttributeRule> Read(JsonElement source, bool multivalued)
    {
        var rules = new List<AttributeRule>();
        if (source.TryGetProperty("validations", out var validations) && validations.ValueKind == JsonValueKind.Object)
        {
            foreach (var validation in validations.EnumerateObject())
            {
                var config = validation.Value.ValueKind == JsonValueKind.Object ? validation.Value : s_empty;
                if (Create(validation.Name, config) is { } rule)
                {
                    rules.Add(rule);
                }
            }
        }

        if (!multivalued && rules.All(rule => rule.Id != Multivalued))
        {
            rules.Add(Create(Multivalued, s_single)!);
        }

        return rules;
    }

    private static AttributeRule? Create(string id, JsonElement config)
    {
        if (id == Multivalued)
        {
            return new AttributeRule(id, config, SizeCheck(config));
        }

        return ValueValidators.Create(id, config) is { } check
            ? new AttributeRule(id, config, (name, values) => values.Where(value => !string.IsNullOrWhiteSpace(value))
                .Select(value => check(name, value)).OfType<ProfileError>().Take(1))
            : null;
    }

    private static Func<string, IReadOnlyList<string>, IEnumerable<ProfileError>> SizeCheck(JsonElement config)
    {
        var min = ValidatorSettings.Whole(config, "min") ?? 0;
        var max = ValidatorSettings.Whole(config, "max") ?? long.MaxValue;
        return (name, values) => values.Count < min || values.Count > max
            ? [ProfileError.Of(name, "error-invalid-multivalued-size", min, max)]
            : [];
    }
}
