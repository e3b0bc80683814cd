namespace Identity.Grains.Sessions;

/// <summary>How refresh tokens rotate (RFC 9700 section 4.14.2). Pure.</summary>
/// <remarks>A client whose answer was lost may present the token before the newest again for ten seconds: it gets the same successor
/// as the first time, so no second branch of the family begins. Any other old token ends the client's part of the session, and with
/// it every token that the thief or the victim holds.</remarks>
internal static class RefreshRules
{
    private const int MaxFamilies = 32;

    /// <summary>How long the answer to a rotation may be asked for again.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Begins a family for tokens that rotate; the oldest past 32 goes.</summary>
    public static ClientSession Begin(ClientSession part, string familyId, long nowMilliseconds) =>
        part with { Families = [.. part.Families.TakeLast(MaxFamilies - 1), new RefreshFamily { Id = familyId, RotatedAt = nowMilliseconds }] };

    /// <summary>Uses a token of a realm that does not rotate: good while the client's part is the one it was issued in, or as the
    /// newest of a family from a time when the realm did.</summary>
    public static int? UseWithoutRotation(ClientSession part, RefreshRequest request) =>
        request.FamilyId == part.Id ? 0
        : Find(part, request.FamilyId) is { } family && family.Generation == request.Generation ? family.Generation
        : null;

    /// <summary>Uses a token once. <c>Next</c> null: it was used before, the client's part ends. <c>Generation</c> null: no such family.</summary>
    public static (ClientSession? Next, int? Generation) Rotate(ClientSession part, RefreshRequest request, int maxReuse, long nowMilliseconds)
    {
        // Tokens from a time when the realm did not rotate form one family; the first to be used begins it.
        var family = Find(part, request.FamilyId)
            ?? (request.FamilyId == part.Id ? new RefreshFamily { Id = part.Id, RotatedAt = nowMilliseconds } : null);
        if (family is null || request.Generation > family.Generation)
        {
            return (part, null);
        }

        if (request.Generation == family.Generation)
        {
            var rotated = family with { Generation = family.Generation + 1, Reuses = 0, RotatedAt = nowMilliseconds };
            return (Replace(part, rotated), rotated.Generation);
        }

        var isLast = request.Generation == family.Generation - 1;
        if (isLast && nowMilliseconds - family.RotatedAt <= Grace.TotalMilliseconds)
        {
            return (part, family.Generation);
        }

        return isLast && family.Reuses < maxReuse
            ? (Replace(part, family with { Reuses = family.Reuses + 1 }), family.Generation)
            : (null, null);
    }

    private static RefreshFamily? Find(ClientSession part, string familyId) =>
        part.Families.FirstOrDefault(family => family.Id == familyId);

    // The family that was used last comes last, so that the one unused for longest goes first.
    private static ClientSession Replace(ClientSession part, RefreshFamily family) =>
        part with { Families = [.. part.Families.Where(other => other.Id != family.Id).TakeLast(MaxFamilies - 1), family] };
}
