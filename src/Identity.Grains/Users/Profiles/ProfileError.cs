using System.Text.Json.Nodes;

namespace Identity.Grains.Users.Profiles;

/// <summary>Why a profile is refused.</summary>
/// <param name="Field">The attribute.</param>
/// <param name="Message">The key of the message, for example error-invalid-length.</param>
/// <param name="Parameters">What the message is filled with: the attribute first, then numbers and texts.</param>
public sealed record ProfileError(string Field, string Message, IReadOnlyList<JsonNode?> Parameters)
{
    /// <summary>Several errors as Keycloak answers them: one as it is, more in a list.</summary>
    public static JsonObject Write(IReadOnlyList<ProfileError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        return errors.Count == 1 ? errors[0].Write() : new JsonObject { ["errors"] = new JsonArray([.. errors.Select(error => error.Write())]) };
    }

    internal static ProfileError Of(string field, string message, params ReadOnlySpan<JsonNode?> others) => new(field, message, [field, .. others]);

    private JsonObject Write() => new()
    {
        ["field"] = Field,
        ["errorMessage"] = Message,
        ["params"] = new JsonArray([.. Parameters.Select(parameter => parameter?.DeepClone())]),
    };
}
