using System.Text.Json.Serialization;

namespace Identity.Gateway.Login;

/// <summary>A login in progress: everything that any pod needs to take its next step. Sealed into the page's form address.</summary>
internal sealed record LoginState
{
    /// <summary>The authorization request as sent; its checks run again at every step.</summary>
    [JsonPropertyName("p")]
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The subject of the request's id_token_hint.</summary>
    [JsonPropertyName("h")]
    public string? HintedUserId { get; init; }

    /// <summary>The hash of the cookie of the browser that it belongs to.</summary>
    [JsonPropertyName("b")]
    public required string Browser { get; init; }

    /// <summary>Tells the logins of two tabs apart. The same on each page that asks for the password of one login.</summary>
    [JsonPropertyName("t")]
    public required string TabId { get; init; }

    /// <summary>Unix seconds of the page.</summary>
    [JsonPropertyName("i")]
    public required long IssuedAt { get; init; }

    /// <summary>Who has been shown to sit there; null before the password.</summary>
    [JsonPropertyName("u")]
    public LoginProof? Proof { get; init; }
}

/// <summary>How we know who it is.</summary>
internal sealed record LoginProof
{
    /// <summary>Who.</summary>
    [JsonPropertyName("u")]
    public required string UserId { get; init; }

    /// <summary>Unix seconds of the password, or of the session's.</summary>
    [JsonPropertyName("a")]
    public required long AuthTime { get; init; }

    /// <summary>The person asked to stay logged in.</summary>
    [JsonPropertyName("r")]
    public bool RememberMe { get; init; }

    /// <summary>The session that proved it (single sign-on); null when a password did.</summary>
    [JsonPropertyName("s")]
    public string? SessionId { get; init; }

    /// <summary>The second factor of a user who has one was shown too.</summary>
    [JsonPropertyName("f")]
    public bool SecondFactor { get; init; }

    /// <summary>The session that the login will begin, once, whatever step ends it; null where a session proved it.</summary>
    [JsonPropertyName("n")]
    public string? NewSessionId { get; init; }

    /// <summary>What would have ended a session begun by this proof, as it was then (<see cref="LoginStamp"/>); null while nothing has been sealed.</summary>
    [JsonPropertyName("m")]
    public string? Stamp { get; init; }

    /// <summary>Unix seconds after which it proves nothing, whatever the realm's settings are by then; 0 while nothing has been sealed.</summary>
    [JsonPropertyName("e")]
    public long ExpiresAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"LoginProof {{ {UserId} }}";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LoginState))]
internal sealed partial class LoginJsonContext : JsonSerializerContext;
