using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>Of a page, what a person sees and a script fills in: title, messages, forms.</summary>
internal static partial class PageReading
{
    private static readonly string[] s_inputAttributes = ["id", "name", "type", "autocomplete"];

    /// <summary>Reads a page.</summary>
    public static JsonObject Read(string page) => new()
    {
        ["title"] = Title().Match(page) is { Success: true } title ? Text(title.Groups[1].Value) : string.Empty,
        ["messages"] = new JsonArray([.. Message().Matches(page).Select(message => Text(message.Groups[1].Value)).Where(text => text.Length > 0).Select(text => (JsonNode)text)]),
        ["forms"] = new JsonArray([.. Form().Matches(page).Select(form => ReadForm(form.Value))]),
    };

    private static JsonObject ReadForm(string form)
    {
        var attributes = Attributes(FormTag().Match(form).Value);
        return new JsonObject
        {
            ["id"] = attributes.GetValueOrDefault("id"),
            ["method"] = attributes.GetValueOrDefault("method"),
            ["action"] = Action(WebUtility.HtmlDecode(attributes.GetValueOrDefault("action", string.Empty))),
            ["inputs"] = new JsonArray([.. Input().Matches(form).Select(input => Attributes(input.Value)).Select(input =>
                new JsonObject(s_inputAttributes.Where(input.ContainsKey).Select(name => KeyValuePair.Create(name, (JsonNode?)input[name]))))]),
        };
    }

    // The path, and the names of the parameters: their values are different each time.
    private static string Action(string address)
    {
        var parts = address.Split('?', 2);
        var path = Uri.TryCreate(parts[0], UriKind.Absolute, out var absolute) && absolute.Scheme != Uri.UriSchemeFile ? absolute.AbsolutePath : parts[0];
        var names = (parts.ElementAtOrDefault(1) ?? string.Empty).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => parameter.Split('=')[0]);
        return $"{path}?{string.Join('&', names.Distinct().Order(StringComparer.Ordinal))}";
    }

    private static Dictionary<string, string> Attributes(string tag)
    {
        var attributes = new Dictionary<string, string>();
        foreach (Match attribute in Attribute().Matches(tag))
        {
            attributes[attribute.Groups[1].Value] = attribute.Groups[2].Value;
        }

        return attributes;
    }

    private static string Text(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex("""<[^>]*(?:id="kc-error-message"|id="input-error[^"]*"|class="[^"]*(?:instruction|kc-feedback-text|pf-v5-c-alert__title)[^"]*")[^>]*>(.*?)</(?:div|span|p)>""", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Message();

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<form[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex FormTag();

    [GeneratedRegex("<(?:input|button|select)[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Input();

    [GeneratedRegex("([\\w-]+)=\"([^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
