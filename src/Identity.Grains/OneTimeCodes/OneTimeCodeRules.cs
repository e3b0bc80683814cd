using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Identity.Grains.Realms;
using Identity.Grains.Users;

namespace Identity.Grains.OneTimeCodes;

/// <summary>Whether a one-time code is accepted, decided without clock, storage or log.</summary>
internal static class OneTimeCodeRules
{
    private const int DefaultWindow = 1;
    private const int MaxWindow = 10;

    /// <summary>Spends a right code, clearing the failures, or counts a wrong one. A code serves once (RFC 6238 section 5.2): neither its
    /// time step nor an earlier one is accepted again.</summary>
    public static (UserState Next, bool Accepted) Use(UserState user, OneTimeCode attempt, RealmState realm, DateTimeOffset now)
    {
        if (!user.Enabled || !UserRules.IsPerson(user) || KnownBrowsers.IsLocked(user, attempt.BrowserMark, realm, attempt.IpAddress, now))
        {
            return (user, false);
        }

        foreach (var key in user.Credentials.Select(TimeBasedKey.Parse).OfType<TimeBasedKey>())
        {
            if (Match(key, attempt.Code, user.UsedTimeSteps.GetValueOrDefault(key.CredentialId, long.MinValue), realm, now) is { } step)
            {
                var used = new Dictionary<string, long>(user.UsedTimeSteps, StringComparer.Ordinal) { [key.CredentialId] = step };
                var left = KnownBrowsers.AfterSuccess(user, attempt.BrowserMark, realm, attempt.IpAddress, now);
                return (user with { Failures = left, UsedTimeSteps = Kept(used, user) }, true);
            }
        }

        return (UserRules.Fail(user, new PasswordFailure { IpAddress = attempt.IpAddress, BrowserMark = attempt.BrowserMark }, realm, now), false);
    }

    private static long? Match(TimeBasedKey key, string? code, long lastUsed, RealmState realm, DateTimeOffset now)
    {
        if (code is null || code.Length != key.Digits)
        {
            return null;
        }

        var presented = Encoding.UTF8.GetBytes(code);
        var current = now.ToUnixTimeSeconds() / key.Period;
        var window = Window(realm);
        long? matched = null;
        for (var step = current - window; step <= current + window; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(presented, Encoding.ASCII.GetBytes(key.CodeAt(step))) && step > lastUsed)
            {
                matched ??= step;
            }
        }

        return matched;
    }

    private static Dictionary<string, long> Kept(Dictionary<string, long> used, UserState user) =>
        used.Where(pair => user.Credentials.Any(credential => credential.Id == pair.Key)).ToDictionary(StringComparer.Ordinal);

    // Periods before and after the current one, as Keycloak's look around window.
    private static int Window(RealmState realm) =>
        realm.Extra is { } extra && extra.TryGetValue("otpPolicyLookAheadWindow", out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var window)
                ? Math.Clamp(window, 0, MaxWindow)
                : DefaultWindow;
}
