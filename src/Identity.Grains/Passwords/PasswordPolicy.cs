using System.Globalization;
using Identity.Grains.Passwords.Internal;

namespace Identity.Grains.Passwords;

/// <summary>What a realm requires of new passwords, in Keycloak's syntax: <c>length(8) and notUsername</c>.</summary>
public sealed class PasswordPolicy
{
    // Each remembered password costs one hash when a new one is chosen.
    private const int MaxHistory = 24;
    private const int DefaultHistory = 3;
    private const int DefaultExpiryDays = 365;

    private readonly IReadOnlyList<PasswordPolicyRule> _rules;

    private PasswordPolicy(IReadOnlyList<PasswordPolicyRule> rules, IReadOnlyList<string> ignored) => (_rules, Ignored) = (rules, ignored);

    /// <summary>Ids of entries that are not enforced: passwordAge, passwordBlacklist, maxAuthAge,
    /// unknown ones, and patterns that .NET cannot read.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Null when the policy names none.</summary>
    public string? HashAlgorithm { get; private init; }

    /// <summary>Null when the policy names none or leaves it to the algorithm.</summary>
    public int? HashIterations { get; private init; }

    /// <summary>How many passwords, the present one included, must not come again; 0 when any may.</summary>
    public int History { get; private init; }

    /// <summary>Days after which a password must be changed at the next login; null when it never must.</summary>
    public int? ExpiresAfterDays { get; private init; }

    /// <summary>Reads a policy; null and empty text require nothing.</summary>
    public static PasswordPolicy Parse(string? text)
    {
        var rules = new List<PasswordPolicyRule>();
        var ignored = new List<string>();
        string? algorithm = null;
        int? iterations = null;
        int? expiresAfterDays = null;
        var history = 0;
        foreach (var entry in (text ?? string.Empty).Split(" and ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (id, value) = Split(entry);
            if (id == "hashAlgorithm")
            {
                algorithm = value;
            }
            else if (id == "hashIterations")
            {
                iterations = Positive(value);
            }
            else if (id == "passwordHistory")
            {
                history = Math.Min(MaxHistory, Positive(value) ?? DefaultHistory);
            }
            else if (id == "forceExpiredPasswordChange")
            {
                expiresAfterDays = Positive(value) ?? DefaultExpiryDays;
            }
            else if (PasswordPolicyRule.Create(id, value) is { } rule)
            {
                rules.Add(rule);
            }
            else
            {
                ignored.Add(id);
            }
        }

        return new PasswordPolicy(rules, ignored) { HashAlgorithm = algorithm, HashIterations = iterations, History = history, ExpiresAfterDays = expiresAfterDays };
    }

    /// <summary>The first requirement that the password misses, in the policy's order; null when it meets all.</summary>
    public PasswordRefusal? Check(string password, string username, string? email)
    {
        var candidate = new PasswordCandidate(password, username, email);
        var missed = _rules.FirstOrDefault(rule => !rule.Holds(candidate));
        return missed is null ? null : new PasswordRefusal(missed.MessageKey, missed.Limit is null ? [] : [missed.Limit]);
    }

    private static int? Positive(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static (string Id, string? Value) Split(string entry)
    {
        var open = entry.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? (entry, null)
            : entry.EndsWith(')') ? (entry[..open], entry[(open + 1)..^1])
            : (entry[..open], entry[(open + 1)..]);
    }
}
