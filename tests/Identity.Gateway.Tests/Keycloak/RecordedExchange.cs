using System.Collections.Frozen;
using System.Text.Json;

namespace Identity.Gateway.Tests.Keycloak;

/// <summary>A request and what Keycloak 26.7.4 answered. <c>{realm}</c>, <c>{base%}</c> (encoded) and the names of tokens in braces are filled in.</summary>
/// <param name="Id">Its name in the recording.</param>
/// <param name="Request">method, path and, where there is one, form, json, authorization, origin.</param>
/// <param name="Response">status and, where there is one, contentType, challenge, location, body, and the message of a page.</param>
internal sealed record RecordedExchange(string Id, JsonElement Request, JsonElement Response)
{
    /// <summary>Every refusal of the OpenID Connect endpoints in the recording, by id.</summary>
    public static FrozenDictionary<string, RecordedExchange> All { get; } = Read();

    /// <summary>A text of the request; null when it has none by that name.</summary>
    public string? this[string name] => Request.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>A text of the answer; null when it has none by that name.</summary>
    public string? Answered(string name) => Response.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <inheritdoc/>
    public override string ToString() => Id;

    private static FrozenDictionary<string, RecordedExchange> Read()
    {
        var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "keycloak-answers.json")));
        return document.RootElement.EnumerateArray()
            .Select(exchange => new RecordedExchange(exchange.GetProperty("id").GetString()!, exchange, exchange.GetProperty("response")))
            .ToFrozenDictionary(exchange => exchange.Id, StringComparer.Ordinal);
    }
}
