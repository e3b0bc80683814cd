namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>What is in one list and not in the other.</summary>
internal static class Changes
{
    /// <summary>The ids that come and those that go.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string>? before, IReadOnlyList<string> after) =>
        after.Except(before ?? [], StringComparer.Ordinal).Concat((before ?? []).Except(after, StringComparer.Ordinal));
}
