using System.Diagnostics;

namespace Identity.LoadTester.Sites;

/// <summary>One person's browser: cookies, and the tokens that applications have got.</summary>
internal sealed class Session(int user, string username)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>The user's number.</summary>
    public int User => user;

    public string Username => username;

    /// <summary>sub of the first token; no later answer may name another.</summary>
    public string? Subject { get; set; }

    /// <summary>sid of the first token; the same.</summary>
    public string? Id { get; set; }

    /// <summary>The newest tokens of each client.</summary>
    public Dictionary<string, Tokens> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>For the Cookie header.</summary>
    public string Cookies => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>Forgets everything, as a browser does that is closed.</summary>
    public void StartAnew()
    {
        _cookies.Clear();
        Tokens.Clear();
        Id = null;
    }

    /// <summary>Does with Set-Cookie what a browser does.</summary>
    public void Keep(IEnumerable<string> setCookies)
    {
        foreach (var cookie in setCookies)
        {
            var parts = cookie.Split(';');
            var pair = parts[0].Split('=', 2);
            if (pair.Length < 2 || pair[1].Length == 0 || parts.Any(part => part.Trim().Equals("Max-Age=0", StringComparison.OrdinalIgnoreCase)))
            {
                _cookies.Remove(pair[0]);
            }
            else
            {
                _cookies[pair[0]] = pair[1];
            }
        }
    }
}

/// <summary>What a token endpoint gave.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token; client credentials have none.</param>
/// <param name="Id">The ID token.</param>
/// <param name="Lifetime">Of the access token.</param>
internal sealed record Tokens(string Access, string? Refresh, string? Id, TimeSpan Lifetime)
{
    private readonly long _obtained = Stopwatch.GetTimestamp();

    /// <summary>Whether an application would rather take new ones before it uses the access token.</summary>
    public bool IsStale => Stopwatch.GetElapsedTime(_obtained) > Lifetime * 0.8;
}
