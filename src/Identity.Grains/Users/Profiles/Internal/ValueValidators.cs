using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>Keycloak's validators of single values.</summary>
internal static class ValueValidators
{
    private const int DefaultLocalLength = 64;

    // The pattern is an administrator's, the value anyone's.
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromMilliseconds(250);

    private static readonly string[] s_dates = ["M/d/yy", "M/d/yyyy"];

    /// <summary>What every validator is called.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "double", "email", "integer", "iso-date", "length", "local-date", AttributeRule.Multivalued, "not-blank", "not-empty", "options", "pattern",
        "person-name-prohibited-characters", "up-username-not-idn-homograph", "uri", "username-prohibited-characters",
    };

    /// <summary>The check of one value that is not blank, by the attribute's name; null when there is no such validator of values.</summary>
    public static Func<string, string, ProfileError?>? Create(string id, JsonElement config) => id switch
    {
        "length" => Length(config),
        "integer" => Integer(config),
        "double" => Double(config),
        "email" => Email(config),
        "iso-date" => (name, value) => IsDate(value, "yyyy-MM-dd") ? null : ProfileError.Of(name, "error-invalid-date", value),
        "local-date" => (name, value) => IsDate(value, s_dates) ? null : ProfileError.Of(name, "error-invalid-date"),
        "options" => Options(config),
        "pattern" => Pattern(config),
        "uri" => UriValidator.Create(config),
        "username-prohibited-characters" => Letters(config, "error-username-invalid-character", NameCharacters.IsUsername),
        "person-name-prohibited-characters" => Letters(config, "error-person-name-invalid-character", NameCharacters.IsPersonName),
        "up-username-not-idn-homograph" => Letters(config, "error-username-invalid-character", NameCharacters.IsLatin),
        _ => null,
    };

    /// <summary>The whole text must match. Null when .NET cannot read the expression.</summary>
    public static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, s_patternTimeout);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Func<string, string, ProfileError?> Length(JsonElement config)
    {
        var trims = !ValidatorSettings.Flag(config, "trim-disabled", otherwise: false);
        return Between("error-invalid-length", "-too-short", "-too-long", ValidatorSettings.Whole(config, "min"), ValidatorSettings.Whole(config, "max"),
            value => (trims ? value.Trim() : value).Length, number => number);
    }

    private static Func<string, string, ProfileError?> Integer(JsonElement config)
    {
        var range = Between<long>("error-number-out-of-range", "-too-small", "-too-big", ValidatorSettings.Whole(config, "min"), ValidatorSettings.Whole(config, "max"),
            value => long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), number => number);
        return (name, value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? range(name, value)
            : ProfileError.Of(name, "error-invalid-number");
    }

    private static Func<string, string, ProfileError?> Double(JsonElement config)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var range = Between<double>("error-number-out-of-range", "-too-small", "-too-big", ValidatorSettings.Real(config, "min"), ValidatorSettings.Real(config, "max"),
            value => double.Parse(value, Styles, CultureInfo.InvariantCulture), number => number);
        return (name, value) => double.TryParse(value, Styles, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? range(name, value)
            : ProfileError.Of(name, "error-invalid-number");
    }

    private static Func<string, string, ProfileError?> Between<T>(
        string message, string tooSmall, string tooBig, T? min, T? max, Func<string, T> measure, Func<T, JsonNode> write)
        where T : struct, IComparable<T>
    {
        var suffix = min is null ? tooBig : max is null ? tooSmall : string.Empty;
        return (name, value) =>
        {
            var measured = measure(value);
            return (min is { } least && measured.CompareTo(least) < 0) || (max is { } most && measured.CompareTo(most) > 0)
                ? ProfileError.Of(name, message + suffix, min is { } low ? write(low) : null, max is { } high ? write(high) : null)
                : null;
        };
    }

    private static Func<string, string, ProfileError?> Email(JsonElement config)
    {
        var local = ValidatorSettings.Whole(config, "max-local-length") ?? DefaultLocalLength;
        return (name, value) => EmailAddress.IsValid(value, local) ? null : ProfileError.Of(name, "error-invalid-email", value);
    }

    private static Func<string, string, ProfileError?> Options(JsonElement config)
    {
        var options = (ValidatorSettings.Texts(config, "options") ?? []).ToHashSet(StringComparer.Ordinal);
        return (name, value) => options.Contains(value) ? null : ProfileError.Of(name, "error-invalid-value");
    }

    private static Func<string, string, ProfileError?> Pattern(JsonElement config)
    {
        var text = ValidatorSettings.Text(config, "pattern") ?? string.Empty;
        var message = ValidatorSettings.Text(config, "error-message") ?? "error-pattern-no-match";
        var pattern = new Lazy<Regex?>(() => Compile(text));
        return (name, value) => Matches(pattern.Value, value) ? null : ProfileError.Of(name, message, text);
    }

    // What cannot be read or takes too long does not let the value pass.
    private static bool Matches(Regex? pattern, string value)
    {
        try
        {
            return pattern is not null && pattern.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Func<string, string, ProfileError?> Letters(JsonElement config, string message, Func<string, bool> allowed)
    {
        var shown = ValidatorSettings.Text(config, "error-message") ?? message;
        return (name, value) => allowed(value) ? null : ProfileError.Of(name, shown);
    }

    private static bool IsDate(string value, params string[] formats) =>
        DateOnly.TryParseExact(value, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
