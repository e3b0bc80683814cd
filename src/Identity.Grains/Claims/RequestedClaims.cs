using System.Text.Json;
using Identity.Grains.Texts;

namespace Identity.Grains.Claims;

/// <summary>Claims that the authorization request asked for one by one (OpenID Connect Core section 5.5).</summary>
internal static class RequestedClaims
{
    private static readonly (string Claim, string Property)[] Supported =
        [("given_name", "firstName"), ("family_name", "lastName"), ("preferred_username", "username"), ("email", "email")];

    /// <summary>Those marked essential that are about the person's name and address. Anything unreadable asks for nothing.</summary>
    public static void Essential(ClaimTarget target)
    {
        if (target.Subject.ClaimsParameter is not { } text)
        {
            return;
        }

        if (JsonInput.FindObject(text) is { } request
            && request.TryGetProperty(target.Kind == TokenKind.Id ? "id_token" : "userinfo", out var wanted)
            && wanted.ValueKind == JsonValueKind.Object)
        {
            Add(target, wanted);
        }
    }

    private static void Add(ClaimTarget target, JsonElement wanted)
    {
        if (IsEssential(wanted, "name"))
        {
            UserClaims.FullName(target);
        }

        foreach (var (claim, property) in Supported)
        {
            if (IsEssential(wanted, claim) && UserClaims.PropertyValue(target.Subject.User, property) is { } value)
            {
                target.Claims[claim] = value;
            }
        }
    }

    private static bool IsEssential(JsonElement wanted, string claim) =>
        wanted.TryGetProperty(claim, out var request)
        && request.ValueKind == JsonValueKind.Object
        && request.TryGetProperty("essential", out var essential)
        && essential.ValueKind == JsonValueKind.True;
}
