namespace Identity.Grains.Protocol;

#pragma warning disable CS1591 // The names are the documentation.

/// <summary>Keycloak's client attributes that the token endpoints read.</summary>
public static class ClientAttributes
{
    public const string AccessTokenLifespan = "access.token.lifespan";
    public const string AccessTokenAlgorithm = "access.token.signed.response.alg";
    public const string AccessTokenRfc9068 = "access.token.header.type.rfc9068";
    public const string IdTokenAlgorithm = "id.token.signed.response.alg";
    public const string UserInfoAlgorithm = "user.info.response.signature.alg";
    public const string LightweightAccessToken = "client.use.lightweight.access.token.enabled";
    public const string UseRefreshTokens = "use.refresh.tokens";
    public const string ClientCredentialsRefreshToken = "client_credentials.use_refresh_token";
    public const string ExcludeSessionState = "exclude.session.state.from.auth.response";
    public const string ClientSessionIdle = "client.session.idle.timeout";
    public const string ClientOfflineSessionIdle = "client.offline.session.idle.timeout";
    public const string AssertionAlgorithm = "token.endpoint.auth.signing.alg";
    public const string AssertionCertificate = "jwt.credential.certificate";
    public const string UseJwks = "use.jwks.string";
    public const string Jwks = "jwks.string";
    public const string UseJwksUrl = "use.jwks.url";
}
