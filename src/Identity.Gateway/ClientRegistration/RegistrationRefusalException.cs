using Identity.Gateway.Errors;

namespace Identity.Gateway.ClientRegistration;

/// <summary>A registration request that is refused (RFC 7591 section 3.2.2).</summary>
internal sealed class RegistrationRefusalException(OAuthError error) : Exception("The registration is refused.")
{
    /// <summary>What to answer.</summary>
    public OAuthError Error { get; } = error;

    /// <summary>401 with invalid_token.</summary>
    public static RegistrationRefusalException Unauthorized(string description) => new(new OAuthError(401, "invalid_token", description));

    /// <summary>403 with insufficient_scope.</summary>
    public static RegistrationRefusalException Forbidden(string description) => new(new OAuthError(403, "insufficient_scope", description));

    /// <summary>400 with invalid_client_metadata.</summary>
    public static RegistrationRefusalException Metadata(string description) => new(new OAuthError(400, "invalid_client_metadata", description));
}
