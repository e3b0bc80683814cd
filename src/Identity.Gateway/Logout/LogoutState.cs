using System.Text.Json.Serialization;

namespace Identity.Gateway.Logout;

/// <summary>A logout that waits for the person's word. Sealed into the confirmation page's form.</summary>
internal sealed record LogoutState
{
    /// <summary>The session to end.</summary>
    [JsonPropertyName("s")]
    public required string SessionId { get; init; }

    /// <summary>The hash of the browser's cookie.</summary>
    [JsonPropertyName("b")]
    public required string Browser { get; init; }

    /// <summary>Unix seconds.</summary>
    [JsonPropertyName("i")]
    public required long IssuedAt { get; init; }

    /// <summary>The client_id of who asked; null when nobody did.</summary>
    [JsonPropertyName("c")]
    public string? ClientId { get; init; }

    /// <summary>Checked; null for our own page.</summary>
    [JsonPropertyName("r")]
    public string? RedirectUri { get; init; }

    /// <summary>The client's state.</summary>
    [JsonPropertyName("t")]
    public string? State { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"LogoutState {{ {ClientId} }}";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LogoutState))]
internal sealed partial class LogoutJsonContext : JsonSerializerContext;
