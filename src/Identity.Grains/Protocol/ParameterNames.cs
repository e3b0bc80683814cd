namespace Identity.Grains.Protocol;

#pragma warning disable CS1591 // The names are the documentation.

/// <summary>Request and response parameters (RFC 6749 appendix A and its extensions).</summary>
public static class ParameterNames
{
    public const string GrantType = "grant_type";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string ClientAssertion = "client_assertion";
    public const string ClientAssertionType = "client_assertion_type";
    public const string Code = "code";
    public const string CodeVerifier = "code_verifier";
    public const string RedirectUri = "redirect_uri";
    public const string Scope = "scope";
    public const string Username = "username";
    public const string Password = "password";
    public const string Totp = "totp";
    public const string Token = "token";
    public const string AccessToken = "access_token";
    public const string RefreshToken = "refresh_token";
    public const string IdToken = "id_token";
    public const string TokenType = "token_type";
    public const string ExpiresIn = "expires_in";
    public const string RefreshExpiresIn = "refresh_expires_in";
    public const string NotBeforePolicy = "not-before-policy";
    public const string SessionState = "session_state";
}
