using System.Text.Json;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>What is wrong with the settings of a validation.</summary>
/// <param name="Setting">Which one.</param>
/// <param name="Message">The key of the message.</param>
/// <param name="Values">What the message is filled with.</param>
internal sealed record ValidatorProblem(string Setting, string Message, params IReadOnlyList<string> Values)
{
    /// <summary>As Keycloak words it.</summary>
    public string Write(string validator) =>
        $"ValidationError{{validatorId='{validator}', inputHint='{Setting}', message='{Message}', messageParameters=[{string.Join(", ", Values)}]}}";
}

/// <summary>Finds it.</summary>
internal static class ValidatorProblems
{
    private const string Missing = "error-validator-config-missing-value";
    private const string NoNumber = "error-validator-config-invalid-number-value";
    private const string Invalid = "error-validator-config-invalid-value";

    public static IReadOnlyList<ValidatorProblem> Of(string validator, JsonElement config) => validator switch
    {
        "length" => ValidatorSettings.Text(config, "min") is null && ValidatorSettings.Text(config, "max") is null
            ? [new("min", Missing), new("max", Missing)]
            : Bounds(config, whole: true),
        "integer" => Bounds(config, whole: true),
        "double" => Bounds(config, whole: false),
        AttributeRule.Multivalued => ValidatorSettings.Text(config, "max") is null ? [new("max", Missing)] : Bounds(config, whole: true),
        "email" => Number(config, "max-local-length", whole: true) is { } problem ? [problem] : [],
        "options" => ValidatorSettings.Texts(config, "options") is { Count: > 0 } ? [] : [new("options", Missing)],
        "pattern" => ValidatorSettings.Text(config, "pattern") is not { } pattern ? [new("pattern", Missing)]
            : ValueValidators.Compile(pattern) is null ? [new("pattern", Invalid, pattern)]
            : [],
        _ => [],
    };

    private static List<ValidatorProblem> Bounds(JsonElement config, bool whole)
    {
        var problems = new[] { Number(config, "min", whole), Number(config, "max", whole) }.OfType<ValidatorProblem>().ToList();
        if (problems.Count == 0 && ValidatorSettings.Real(config, "min") > ValidatorSettings.Real(config, "max"))
        {
            problems.Add(new("max", Invalid));
        }

        return problems;
    }

    private static ValidatorProblem? Number(JsonElement config, string name, bool whole) =>
        ValidatorSettings.Text(config, name) is not { } text ? null
        : (whole ? ValidatorSettings.Whole(config, name) is null : ValidatorSettings.Real(config, name) is null) ? new(name, NoNumber, text)
        : null;
}
