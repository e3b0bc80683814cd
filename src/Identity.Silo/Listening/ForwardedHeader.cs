using System.Net;

namespace Identity.Silo.Listening;

/// <summary>Takes scheme, host and client address from the Forwarded header (RFC 7239) that a trusted proxy set.</summary>
/// <remarks>Only the last element counts: it is the one that the nearest proxy added; those before it may come from anyone.</remarks>
internal sealed class ForwardedHeader(RequestDelegate next, IReadOnlyList<IPNetwork> trusted)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.IsTrusted(trusted) && http.Request.Headers["Forwarded"] is [.., { Length: > 0 } header])
        {
            foreach (var (name, value) in LastElement(header))
            {
                Apply(http, name, value);
            }
        }

        return next(http);
    }

    private static void Apply(HttpContext http, string name, string value)
    {
        switch (name)
        {
            case "proto":
                http.TakeScheme(value.ToLowerInvariant());
                break;
            case "host":
                http.TakeHost(value);
                break;
            case "for":
                http.TakeClient(value);
                break;
        }
    }

    private static IEnumerable<(string Name, string Value)> LastElement(string header)
    {
        foreach (var pair in Split(Split(header, ',')[^1], ';'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length == 2)
            {
                yield return (parts[0].Trim().ToLowerInvariant(), parts[1].Trim().Trim('"'));
            }
        }
    }

    // A proxy may quote what a client sent: separators in there separate nothing.
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted)
            {
                i++;
            }
            else if (text[i] == '"')
            {
                quoted = !quoted;
            }
            else if (text[i] == separator && !quoted)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
