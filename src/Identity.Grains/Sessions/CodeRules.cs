using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Grains.Sessions;

/// <summary>How authorization codes are issued and spent (RFC 6749 section 4.1.2, RFC 9700 section 2.1.1). Pure.</summary>
internal static class CodeRules
{
    private const int MaxPending = 8;
    private const int MaxSpent = 16;

    /// <summary>The stored form of a code's secret.</summary>
    public static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Adds a code; expired ones and the oldest past eight go.</summary>
    public static ClientSession Add(ClientSession part, PendingCode code, long nowMilliseconds)
    {
        var live = part.Codes.Where(pending => pending.ExpiresAt > nowMilliseconds).TakeLast(MaxPending - 1);
        return part with { Codes = [.. live, code] };
    }

    /// <summary>Spends the code whatever the checks say, so that a second try never succeeds; a code spent before ends the
    /// client's part of the session: null.</summary>
    public static (ClientSession? Next, PendingCode? Code, CodeRefusal? Refusal) Redeem(ClientSession part, CodeRedemption redemption, long nowMilliseconds)
    {
        var hash = Hash(redemption.Secret);
        if (part.SpentCodeHashes.Contains(hash, StringComparer.Ordinal))
        {
            return (null, null, CodeRefusal.Reused);
        }

        if (part.Codes.FirstOrDefault(pending => pending.Hash == hash) is not { } code)
        {
            return (part, null, CodeRefusal.NotValid);
        }

        var next = part with
        {
            Codes = [.. part.Codes.Where(pending => pending.Hash != hash && pending.ExpiresAt > nowMilliseconds)],
            SpentCodeHashes = [.. part.SpentCodeHashes.TakeLast(MaxSpent - 1), hash],
        };
        return (next, code, Check(code, redemption, nowMilliseconds));
    }

    /// <summary>The redemption that this one repeats, if it does.</summary>
    public static LastRedemption? FindRepeated(ClientSession part, CodeRedemption redemption) =>
        part.LastRedemption is { } last && last.Attempt == redemption.Attempt && last.Code.Hash == Hash(redemption.Secret) ? last : null;

    private static CodeRefusal? Check(PendingCode code, CodeRedemption redemption, long nowMilliseconds)
    {
        if (code.ExpiresAt <= nowMilliseconds)
        {
            return CodeRefusal.NotValid;
        }

        // RFC 6749 section 4.1.3: required, and identical, when the authorization request had one.
        return code.RedirectUri is not null && code.RedirectUri != redemption.RedirectUri
            ? CodeRefusal.RedirectUriMismatch
            : CodeVerifier.Check(code.CodeChallenge, code.CodeChallengeMethod, redemption.CodeVerifier);
    }
}
