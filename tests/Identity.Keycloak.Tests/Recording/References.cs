using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>Fills in what later requests take from earlier answers.</summary>
/// <remarks>
/// <c>body</c> is the whole body, <c>body.a.0.b</c> a part of it, where <c>name=team</c> picks the element of that name; <c>location</c> the header,
/// <c>code</c> the authorization code in it; <c>form</c> the first form's action, <c>link X</c> the first link that holds X.
/// </remarks>
internal sealed partial class References(string baseUrl)
{
    private static readonly (string Name, string Value)[] s_constants =
    [
        ("{oidc}", "/realms/rec/protocol/openid-connect"),
        ("{redirect}", "http://127.0.0.1:9/cb"),
        ("{verifier}", new string('v', 50)),
        ("{challenge}", "CrlVwe1WSHWuTQYh3iczmx3aS-faRx6C92k9_hNxl4A"),
    ];

    private readonly Dictionary<string, Answer> _answers = [];

    /// <summary>Remembers an answer under a name.</summary>
    public void Keep(string name, Answer answer) => _answers[name] = answer;

    /// <summary>The text with everything filled in; null when the server has not given what it needs.</summary>
    public string? Fill(string text)
    {
        var missing = false;
        var filled = Reference().Replace(text, match =>
        {
            var value = Find(match.Groups["name"].Value, match.Groups["what"].Value)?.ToString();
            missing |= value is null;
            return value ?? string.Empty;
        });
        foreach (var (name, value) in s_constants)
        {
            filled = filled.Replace(name, value, StringComparison.Ordinal);
        }

        return missing ? null : filled.Replace("{base}", baseUrl, StringComparison.Ordinal);
    }

    /// <summary>The JSON with everything filled in; what the server has not given is an empty text.</summary>
    public JsonNode? Fill(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject source:
                return new JsonObject(source.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value))));
            case JsonArray source:
                return new JsonArray([.. source.Select(Fill)]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return Reference().Match(text) is { Success: true } match && match.Length == text.Length
                    ? Find(match.Groups["name"].Value, match.Groups["what"].Value)?.DeepClone() ?? JsonValue.Create(string.Empty)
                    : JsonValue.Create(Fill(text) ?? string.Empty);
            default:
                return node?.DeepClone();
        }
    }

    private JsonNode? Find(string name, string what)
    {
        if (!_answers.TryGetValue(name, out var answer))
        {
            return null;
        }

        return what switch
        {
            "location" => answer.Headers.GetValueOrDefault("location"),
            "code" => Group(Code().Match(answer.Headers.GetValueOrDefault("location") ?? string.Empty)),
            "form" => Absolute(Group(FormAction().Match(answer.Body))),
            _ when what.StartsWith("link ", StringComparison.Ordinal) =>
                Absolute(Links().Matches(answer.Body).Select(Group).FirstOrDefault(link => link!.Contains(what[5..], StringComparison.Ordinal))),
            _ => what.Split('.').Skip(1).Aggregate(answer.Content, Part),
        };
    }

    private string? Absolute(string? address) => address is null ? null : new Uri(new Uri(baseUrl), address).AbsoluteUri;

    private static string? Group(Match match) => match.Success ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    private static JsonNode? Part(JsonNode? node, string key) => node switch
    {
        JsonObject members => members[key],
        JsonArray elements when key.Split('=') is [var member, var value] =>
            elements.FirstOrDefault(element => element is JsonObject candidate && (string?)candidate[member] == value),
        JsonArray elements when int.TryParse(key, CultureInfo.InvariantCulture, out var index) => elements.ElementAtOrDefault(index),
        _ => null,
    };

    [GeneratedRegex(@"\$\{(?<name>[^:}]+):(?<what>[^}]+)\}")]
    private static partial Regex Reference();

    [GeneratedRegex("[?&#]code=([^&]+)")]
    private static partial Regex Code();

    [GeneratedRegex("<form[^>]*?action=\"([^\"]+)\"", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex FormAction();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();
}
