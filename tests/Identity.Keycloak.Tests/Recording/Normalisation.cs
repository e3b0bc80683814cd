using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>Replaces what is different each time: ids by &lt;id&gt;, instants by &lt;time&gt;, keys by &lt;key&gt;, secrets by &lt;opaque&gt;; opens JWTs.</summary>
internal sealed partial class Normalisation(string baseUrl)
{
    private static readonly HashSet<string> s_headers =
    [
        "content-type", "location", "cache-control", "www-authenticate", "pragma", "allow", "x-frame-options", "content-security-policy",
        "strict-transport-security", "x-content-type-options", "referrer-policy", "access-control-allow-origin", "access-control-allow-methods",
        "access-control-allow-headers", "access-control-allow-credentials", "access-control-expose-headers", "access-control-max-age", "vary",
    ];

    private static readonly HashSet<string> s_lists = ["access-control-allow-headers", "access-control-allow-methods", "access-control-expose-headers", "allow", "vary"];

    private static readonly HashSet<string> s_keys =
        ["n", "RS256", "RSA-OAEP", "AES", "HS512", "x5c", "x5t", "x5t#S256", "kid", "public_key", "certificate", "publicKey", "x", "y"];

    private static readonly HashSet<string> s_secrets =
    [
        "device_code", "user_code", "auth_req_id", "registration_access_token", "jti", "at_hash", "c_hash", "s_hash", "session_state", "sid",
        "secretData", "secret", "client_secret", "hash",
    ];

    private static readonly HashSet<string> s_times =
    [
        "exp", "iat", "auth_time", "nbf", "notBefore", "createdTimestamp", "createdDate", "lastUpdatedDate", "time", "start", "lastAccess",
        "started", "client_id_issued_at", "client_secret_expires_at", "timestamp", "client.secret.creation.time",
    ];

    private static readonly HashSet<string> s_sessionIds = ["id", "code_id", "sessionId", "session_id"];

    /// <summary>The answer in the recording's form: status, headers, and body or page.</summary>
    public JsonObject Of(string id, Answer answer)
    {
        var headers = new JsonObject(answer.Headers.Where(header => s_headers.Contains(header.Key)).Select(header => KeyValuePair.Create(header.Key, (JsonNode?)InOrder(header.Key, header.Value))));
        headers["set-cookie"] = new JsonArray([.. answer.Cookies.Select(cookie => (JsonNode)Cookie(cookie))]);
        var content = answer.Content?.DeepClone();
        if (id.EndsWith("client-secret-new", StringComparison.Ordinal) && content is JsonObject secret)
        {
            secret["value"] = "<opaque>";
        }

        return new JsonObject
        {
            ["status"] = answer.Status,
            ["headers"] = Value(headers, null),
            [answer.IsPage ? "page" : "body"] = Value(answer.IsPage ? PageReading.Read(answer.Body) : content, null),
        };
    }

    // A header that lists names, in an order that means nothing, with its names in one order.
    private static string InOrder(string header, string value) =>
        s_lists.Contains(header) ? string.Join(", ", value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.OrdinalIgnoreCase)) : value;

    // The value does not matter, nor do the order and the case of the attributes.
    private static string Cookie(string header) => string.Join("; ",
    [
        CookieValue().Replace(header.Split(';')[0], "=<opaque>", 1),
        .. header.ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries).Skip(1).Where(attribute => attribute is not ("version=1" or "")).Order(StringComparer.Ordinal),
    ]);

    private JsonNode? Value(JsonNode? node, string? key)
    {
        switch (node)
        {
            case JsonObject source:
                var members = new JsonObject();
                foreach (var (name, value) in source)
                {
                    members[Uuid().Replace(name, "<id>")] = Value(value, name);
                }

                return members;
            case JsonArray source:
                return key is not null && s_keys.Contains(key) ? new JsonArray("<key>") : new JsonArray([.. source.Select(value => Value(value, key))]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                var number = value.GetValue<double>();
                // A second may pass between a login and the tokens that count from it.
                return key is "expires_in" or "refresh_expires_in" ? Math.Ceiling(number / 10) * 10
                    : (s_times.Contains(key ?? string.Empty) && number > 1e8) || number > 1.6e9 ? "<time>"
                    : value.DeepClone();
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return Text(value.GetValue<string>(), key ?? string.Empty);
            default:
                return node?.DeepClone();
        }
    }

    private JsonNode Text(string text, string key) => text switch
    {
        _ when s_times.Contains(key) && text.Length > 0 && text.All(char.IsAsciiDigit) => "<time>",
        _ when s_keys.Contains(key) => "<key>",
        _ when Jwt().IsMatch(text) => Open(text),
        _ when key == "scope" => string.Join(' ', text.Split(' ').Order(StringComparer.Ordinal)),
        _ when s_sessionIds.Contains(key) && SessionId().IsMatch(text) => "<id>",
        _ when s_secrets.Contains(key) && text.Length > 5 => "<opaque>",
        _ => Plain(text),
    };

    private JsonNode Open(string token)
    {
        var parts = token.Split('.');
        try
        {
            return new JsonObject { ["jwt"] = new JsonObject { ["header"] = Part(parts[0]), ["claims"] = Part(parts[1]) } };
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return "<opaque>";
        }
    }

    private JsonNode? Part(string encoded) => Value(JsonNode.Parse(Base64Url.DecodeFromChars(encoded)), null);

    private string Plain(string text)
    {
        text = text.Replace(baseUrl, "{base}", StringComparison.Ordinal).Replace(Uri.EscapeDataString(baseUrl), "{base%}", StringComparison.Ordinal);
        text = Uuid().Replace(text, "<id>");
        text = SecretParameter().Replace(text, "$1<opaque>");
        return ResourceVersion().Replace(text, "/resources/<v>/");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^[\w-]{24}$")]
    private static partial Regex SessionId();

    [GeneratedRegex(@"^[\w-]{8,}\.[\w-]{8,}\.[\w-]*$")]
    private static partial Regex Jwt();

    [GeneratedRegex("=.*")]
    private static partial Regex CookieValue();

    [GeneratedRegex("((?:session_code|tab_id|client_data|execution|code|session_state|token|id_token|access_token|response|kc_action_token|key|registration_access_token)=)[^&\"' ]+")]
    private static partial Regex SecretParameter();

    [GeneratedRegex("/resources/[^/]+/")]
    private static partial Regex ResourceVersion();
}
