using System.Text.Json;

namespace Identity.Grains.Users.Profiles.Internal;

/// <summary>Checks addresses.</summary>
internal static class UriValidator
{
    private static readonly string[] s_schemes = ["http", "https"];

    public static Func<string, string, ProfileError?> Create(JsonElement config)
    {
        var schemes = ValidatorSettings.Texts(config, "allowedSchemes") is { Count: > 0 } given ? given : s_schemes;
        var allowFragment = ValidatorSettings.Flag(config, "allowFragment", otherwise: true);
        return (name, value) =>
        {
            // "/path" is a file's address to .NET.
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || !Uri.CheckSchemeName(value[..colon]))
            {
                return ProfileError.Of(name, "error-invalid-uri", value, "URI is not absolute");
            }

            if (!Uri.IsWellFormedUriString(value, UriKind.Absolute) || !Uri.TryCreate(value, UriKind.Absolute, out var uri))
            {
                return ProfileError.Of(name, "error-invalid-uri", value, "URI is malformed");
            }

            return !schemes.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase) ? ProfileError.Of(name, "error-invalid-uri-scheme", value, uri.Scheme)
                : !allowFragment && uri.Fragment.Length > 0 ? ProfileError.Of(name, "error-invalid-uri-fragment", value, uri.Fragment[1..])
                : null;
        };
    }
}
