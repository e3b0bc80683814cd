namespace Identity.Grains.Protocol;

#pragma warning disable CS1591 // The names are the documentation.

/// <summary>Values of grant_type that the token endpoint serves.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
    public const string Password = "password";
}
