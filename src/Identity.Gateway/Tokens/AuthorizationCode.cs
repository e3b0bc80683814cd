using System.Diagnostics.CodeAnalysis;

namespace Identity.Gateway.Tokens;

/// <summary>An authorization code as the client sees it: <c>{secret}.{sid}.{client UUID}</c>. It names the session that can redeem
/// it, so that any pod finds it without a look-up; only the secret proves anything.</summary>
/// <param name="Secret">What the session made for this authorization.</param>
/// <param name="SessionId">The sid, not a grain key.</param>
/// <param name="ClientUuid">The Id of the client that it was issued to.</param>
internal sealed record AuthorizationCode(string Secret, string SessionId, string ClientUuid)
{
    private const int MaxLength = 512;

    /// <summary>The text for the redirect.</summary>
    public string Format() => $"{Secret}.{SessionId}.{ClientUuid}";

    /// <summary>Reads what <see cref="Format"/> wrote; false for any other text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AuthorizationCode? code)
    {
        code = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('.', first + 1);
        // Base64url only: the sid becomes part of a grain key and must not reach another kind of key (an offline session's has a ~).
        if (second < 0 || !SessionIds.IsWellFormed(text.AsSpan(0, first)) || !SessionIds.IsWellFormed(text.AsSpan(first + 1, second - first - 1)) || second == text.Length - 1)
        {
            return false;
        }

        code = new AuthorizationCode(text[..first], text[(first + 1)..second], text[(second + 1)..]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"AuthorizationCode {{ {SessionId} }}";
}
