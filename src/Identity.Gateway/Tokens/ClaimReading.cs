using System.Text.Json;

namespace Identity.Gateway.Tokens;

/// <summary>Takes claims out of a token that one of our keys has signed. We write each claim in one JSON type, and some into every token of a kind:
/// a token that differs is none that we made, however good its signature, and no reader guesses what it may mean.</summary>
internal ref struct ClaimReading(JsonElement claims)
{
    /// <summary>Whether each claim that was taken is as we write it; what was taken counts for nothing otherwise.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>A text that must be there, and may be empty.</summary>
    public string Text(string name) => TextOrNone(name) ?? Refuse(string.Empty);

    /// <summary>A text that must be there and holds something.</summary>
    public string Name(string name) => TextOrNone(name) is { Length: > 0 } text ? text : Refuse(string.Empty);

    /// <summary>A text; null when there is no such claim.</summary>
    public string? TextOrNone(string name) =>
        !claims.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : Refuse<string?>(null);

    /// <summary>Texts that must be there, though they may be none.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        claims.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && AreTexts(list)
            ? [.. list.EnumerateArray().Select(text => text.GetString()!)]
            : Refuse<IReadOnlyList<string>>([]);

    /// <summary>A time that must be there: whole Unix seconds, after 1970.</summary>
    public long Time(string name) => TimeOrNone(name) ?? Refuse(0L);

    /// <summary>A time; null when there is no such claim.</summary>
    public long? TimeOrNone(string name) =>
        !claims.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds > 0 ? seconds
        : Refuse<long?>(null);

    /// <summary>A time that must be there, where 0 is never.</summary>
    public long EndOrNever(string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds >= 0
            ? seconds
            : Refuse(0L);

    /// <summary>A count from 0 on that must be there.</summary>
    public int Count(string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0
            ? count
            : Refuse(0);

    /// <summary>An audience that must be there.</summary>
    public void Audience(string name) => IsGood &= claims.TryGetProperty(name, out var audience) && IsAudience(audience);

    /// <summary>An audience, where there is such a claim.</summary>
    public void AudienceOrNone(string name) => IsGood &= !claims.TryGetProperty(name, out var audience) || IsAudience(audience);

    /// <summary>A claim that tokens of this kind never have.</summary>
    public void None(string name) => IsGood &= !claims.TryGetProperty(name, out _);

    // RFC 7519 section 4.1.3: one text, or a list of them.
    private static bool IsAudience(JsonElement audience) =>
        audience.ValueKind == JsonValueKind.String || (audience.ValueKind == JsonValueKind.Array && AreTexts(audience));

    private static bool AreTexts(JsonElement list)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                return false;
            }
        }

        return true;
    }

    private T Refuse<T>(T instead)
    {
        IsGood = false;
        return instead;
    }
}
