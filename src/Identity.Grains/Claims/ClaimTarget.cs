using System.Text.Json.Nodes;

namespace Identity.Grains.Claims;

/// <summary>A token being filled.</summary>
internal sealed record ClaimTarget(JsonObject Claims, TokenSubject Subject, TokenKind Kind)
{
    /// <summary>Adds to aud: text while there is one audience, an array from the second on (RFC 7519 section 4.1.3).</summary>
    public void AddAudience(string audience)
    {
        switch (Claims["aud"])
        {
            case null:
                Claims["aud"] = audience;
                break;
            case JsonArray several:
                if (!several.Any(known => known?.GetValue<string>() == audience))
                {
                    several.Add((JsonNode)audience);
                }

                break;
            case var one when one.GetValue<string>() != audience:
                Claims["aud"] = new JsonArray(one.GetValue<string>(), audience);
                break;
        }
    }
}
