using System.Globalization;
using System.Text.Json.Nodes;
using Identity.Grains.Users.Profiles;

namespace Identity.Gateway.Admin.Authentication;

/// <summary>The settings of required actions.</summary>
internal static class RequiredActionSettings
{
    private const string MaxAge = "max_auth_age";

    /// <summary>The settings that every action has.</summary>
    public static JsonArray Describe() => new(new JsonObject
    {
        ["name"] = MaxAge,
        ["label"] = "Maximum Age of Authentication",
        ["helpText"] = "Seconds after a login within which the user may begin the action without logging in again.",
        ["type"] = "String",
        ["defaultValue"] = 300,
        ["secret"] = false,
        ["required"] = false,
        ["readOnly"] = false,
    });

    /// <summary>The settings, checked.</summary>
    public static IReadOnlyDictionary<string, string> Read(string provider, JsonObject values)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var read = values.Where(value => value.Value is not null).ToDictionary(value => value.Key, value => (string)value.Value!, StringComparer.Ordinal);
        if (read.TryGetValue(MaxAge, out var age) && !(int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out _) || age.Length == 0))
        {
            throw new AdminRefusalException(new AdminResult.Document(400, ProfileError.Write([new ProfileError(MaxAge, "error-invalid-value", [MaxAge])]), Location: null));
        }

        return read;
    }
}
