using System.Text;

namespace Identity.Gateway.Admin.Requests;

/// <summary>Reads key:value pairs, for example <c>department:sales "job title":"head of sales"</c>. What is no pair is left out.</summary>
internal static class AttributeQuery
{
    private const int MaxPairs = 20;

    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        var at = 0;
        while (at < text.Length && pairs.Count < MaxPairs)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            var key = Part(text, ref at, stopAtColon: true);
            if (at >= text.Length || text[at] != ':')
            {
                continue;
            }

            at++;
            var value = Part(text, ref at, stopAtColon: false);
            if (key.Length > 0 && value.Length > 0)
            {
                pairs.Add(new(key, value));
            }
        }

        return pairs;
    }

    private static string Part(string text, ref int at, bool stopAtColon)
    {
        var part = new StringBuilder();
        var quoted = at < text.Length && text[at] == '"';
        at += quoted ? 1 : 0;
        for (; at < text.Length; at++)
        {
            var letter = text[at];
            if (quoted ? letter == '"' : letter == ' ' || (stopAtColon && letter == ':'))
            {
                at += quoted ? 1 : 0;
                break;
            }

            part.Append(letter);
        }

        return part.ToString();
    }
}
