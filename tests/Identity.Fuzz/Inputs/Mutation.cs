using System.Text;
using System.Text.Json.Nodes;

namespace Identity.Fuzz.Inputs;

/// <summary>Changes a good body or a good parameter list into one that may not be.</summary>
internal static class Mutation
{
    private const string Place = "@@place@@";

    /// <summary>The body with some of its values replaced, fields added or left out, or broken as a text.</summary>
    public static byte[] Body(JsonNode? good, Random random)
    {
        var text = good?.ToJsonString() ?? "{}";
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            if (JsonNode.Parse(text) is not { } node || Places(node) is not { Count: > 0 } places)
            {
                break;
            }

            var (parent, key) = places[random.Next(places.Count)];
            Set(parent, key, random.Next(10) == 0 ? null : JsonValue.Create(Place), remove: random.Next(10) == 0);
            var changed = node.ToJsonString().Replace($"\"{Place}\"", Values.Json(random), StringComparison.Ordinal);
            if (!IsJson(changed))
            {
                return Encoding.UTF8.GetBytes(changed);
            }

            text = changed;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(25) switch
        {
            0 => [0xEF, 0xBB, 0xBF, .. bytes],
            1 => bytes[..random.Next(bytes.Length)],
            2 => [.. bytes, (byte)'x'],
            3 => Flip(bytes, random),
            4 => Encoding.UTF8.GetBytes(Values.Json(random)),
            5 when text.StartsWith('{') && text.Length > 2 => Encoding.UTF8.GetBytes($"{text[..^1]},{text[1..]}"),
            _ => bytes,
        };
    }

    /// <summary>The parameters as a query or form, some changed, repeated, left out or added.</summary>
    public static string Parameters(IReadOnlyList<(string Name, string Value)> good, Random random)
    {
        var parameters = good.ToList();
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = parameters.Count == 0 ? -1 : random.Next(parameters.Count);
            switch (random.Next(8))
            {
                case 0 when at >= 0:
                    parameters.RemoveAt(at);
                    break;
                case 1 when at >= 0:
                    parameters.Add(parameters[at]);
                    break;
                case 2:
                    parameters.Add((Values.Text(random), Values.Text(random)));
                    break;
                default:
                    if (at >= 0)
                    {
                        parameters[at] = (parameters[at].Name, random.Next(4) == 0 && parameters[at].Value.Length > 0 ? Twisted(parameters[at].Value, random) : Values.Text(random));
                    }

                    break;
            }
        }

        return string.Join('&', parameters.Select(parameter => $"{Encoded(parameter.Name, random)}={Encoded(parameter.Value, random)}"));
    }

    /// <summary>Percent-encoded, at times badly.</summary>
    public static string Encoded(string text, Random random)
    {
        var cut = text.Length > 12_000 ? text[..12_000] : text;
        return random.Next(40) switch
        {
            0 => "%zz",
            1 => "%C3",
            2 => "%ED%A0%80",
            3 => Uri.EscapeDataString(Repaired(cut)) + "%00",
            _ => Uri.EscapeDataString(Repaired(cut)),
        };
    }

    /// <summary>The text cut, with another letter, or with more in it.</summary>
    public static string Twisted(string text, Random random)
    {
        if (text.Length == 0)
        {
            return Values.Marker;
        }

        var at = random.Next(text.Length);
        return random.Next(3) switch { 0 => text[..at], 1 => text[..at] + (char)random.Next(1, 256) + text[(at + 1)..], _ => text.Insert(at, Values.Marker) };
    }

    private static string Repaired(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return copy;
    }

    private static void Set(JsonNode parent, object key, JsonNode? value, bool remove)
    {
        switch (parent)
        {
            case JsonObject item when remove:
                item.Remove((string)key);
                break;
            case JsonObject item:
                item[(string)key] = value;
                break;
            case JsonArray items:
                items[(int)key] = value;
                break;
        }
    }

    private static List<(JsonNode Parent, object Key)> Places(JsonNode node)
    {
        var places = new List<(JsonNode, object)>();
        Collect(node, places);
        return places;
    }

    private static void Collect(JsonNode node, List<(JsonNode, object)> places)
    {
        foreach (var (key, value) in node is JsonObject item ? item.Select(field => ((object)field.Key, field.Value)) : (node as JsonArray ?? []).Select((value, index) => ((object)index, value)))
        {
            places.Add((node, key));
            if (value is not null && places.Count < 2000)
            {
                Collect(value, places);
            }
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text, documentOptions: new System.Text.Json.JsonDocumentOptions { AllowDuplicateProperties = false })?.ToJsonString();
            return true;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
