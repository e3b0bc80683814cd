namespace Identity.Keycloak.Tests.Recording;

/// <summary>A browser's cookies of one server. Keeps Secure ones on plain HTTP too, as browsers do at loopback.</summary>
internal sealed class CookieJar
{
    private readonly Dictionary<(string Name, string Path), string> _cookies = [];

    /// <summary>Forgets all.</summary>
    public void Clear() => _cookies.Clear();

    /// <summary>The Cookie header for a path; empty when there is none.</summary>
    public string HeaderFor(string path) => string.Join("; ", _cookies
        .Where(cookie => path.StartsWith(cookie.Key.Path, StringComparison.Ordinal))
        .OrderByDescending(cookie => cookie.Key.Path.Length)
        .Select(cookie => $"{cookie.Key.Name}={cookie.Value}"));

    /// <summary>Takes a Set-Cookie header in.</summary>
    public void Take(string header)
    {
        var parts = header.Split(';', StringSplitOptions.TrimEntries);
        var pair = parts[0].Split('=', 2);
        var attributes = parts.Skip(1).Select(part => part.Split('=', 2)).ToLookup(part => part[0].ToLowerInvariant(), part => part.ElementAtOrDefault(1) ?? string.Empty);
        var key = (pair[0], attributes["path"].FirstOrDefault() ?? "/");
        if (attributes["max-age"].Any(age => age is "0" or ['-', ..]) || pair.ElementAtOrDefault(1) is null or "")
        {
            _cookies.Remove(key);
        }
        else
        {
            _cookies[key] = pair[1];
        }
    }
}
