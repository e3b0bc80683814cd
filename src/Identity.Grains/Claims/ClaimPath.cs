using System.Text;
using System.Text.Json.Nodes;

namespace Identity.Grains.Claims;

/// <summary>Where a claim goes: dots nest objects, <c>\.</c> is a dot in a name.</summary>
internal sealed class ClaimPath
{
    // What makes a token a token, and how its session and client are found again, is the issuer's alone.
    private static readonly HashSet<string> Reserved =
        ["jti", "typ", "iat", "nbf", "exp", "iss", "scope", "nonce", "azp", "sid", "session_state", "at_hash", "c_hash", "s_hash", "cnf"];

    private readonly string[] _parts;

    private ClaimPath(string[] parts) => _parts = parts;

    /// <summary>Null for a claim that no mapper may set, and for no name at all.</summary>
    public static ClaimPath? Parse(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        var parts = Split(name);
        return Reserved.Contains(parts[0]) || (parts.Length > 1 && parts[0] is ("sub" or "aud")) ? null : new ClaimPath(parts);
    }

    /// <summary>The name with its dots escaped, for use as one part of a path.</summary>
    public static string Escape(string part) => part.Replace(".", "\\.", StringComparison.Ordinal);

    /// <summary>Sets the value. Two arrays at one place are joined, without repeating a value.</summary>
    public void Set(ClaimTarget target, JsonNode? value)
    {
        if (value is null)
        {
            return;
        }

        if (_parts is ["aud"])
        {
            SetAudience(target, value);
            return;
        }

        if (_parts is ["sub"])
        {
            target.Claims["sub"] = Subject(value);
            return;
        }

        var parent = target.Claims;
        foreach (var part in _parts.AsSpan(0, _parts.Length - 1))
        {
            if (parent[part] is not JsonObject next)
            {
                parent[part] = next = [];
            }

            parent = next;
        }

        Put(parent, _parts[^1], value);
    }

    private static void SetAudience(ClaimTarget target, JsonNode value)
    {
        foreach (var audience in value as JsonArray ?? [value])
        {
            if (audience is JsonValue text && text.TryGetValue<string>(out var name))
            {
                target.AddAudience(name);
            }
        }
    }

    // RFC 7519 section 4.1.2: a text, whatever the mapper has; a list as Keycloak writes it.
    private static string Subject(JsonNode value) => value switch
    {
        JsonValue text when text.TryGetValue<string>(out var name) => name,
        JsonArray several => $"[{string.Join(", ", several.OfType<JsonNode>().Select(Subject))}]",
        _ => value.ToJsonString(),
    };

    private static void Put(JsonObject parent, string name, JsonNode value)
    {
        if (parent[name] is not JsonArray known || value is not JsonArray added)
        {
            parent[name] = value;
            return;
        }

        foreach (var item in added.Where(item => !known.Any(other => JsonNode.DeepEquals(item, other))).ToArray())
        {
            known.Add(item?.DeepClone());
        }
    }

    private static string[] Split(string name)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '\\' && i + 1 < name.Length && name[i + 1] == '.')
            {
                part.Append(name[++i]);
            }
            else if (name[i] == '.')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(name[i]);
            }
        }

        parts.Add(part.ToString());
        return [.. parts.Where(text => text.Length > 0).DefaultIfEmpty(name)];
    }
}
