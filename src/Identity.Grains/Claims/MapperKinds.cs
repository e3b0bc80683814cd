using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;
using Identity.Grains.Realms;

namespace Identity.Grains.Claims;

/// <summary>Every mapper that we know, by Keycloak's provider id. Others are kept but do nothing.</summary>
internal static class MapperKinds
{
    // Roles are renamed, then added to, then make audiences, then are written; a pairwise sub replaces the plain one.
    private const int Plain = 0;
    private const int RenameRole = 10;
    private const int AddRole = 20;
    private const int ResolveAudience = 30;
    private const int WriteRoles = 40;
    private const int ReplaceSubject = 50;

    private const TokenKind AccessOnly = TokenKind.Access | TokenKind.LightAccess;
    private const TokenKind AccessAndIntrospection = AccessOnly | TokenKind.Introspection;
    private const TokenKind NoUserInfo = AccessAndIntrospection | TokenKind.Id;

    public static ClaimMapper? Compile(ProtocolMapper mapper, RealmSnapshot realm, ClientState client)
    {
        var config = new MapperConfig(mapper);
        return mapper.Mapper switch
        {
            "oidc-usermodel-attribute-mapper" => Switched(config, UserClaims.Attribute(config)),
            "oidc-usermodel-property-mapper" => Switched(config, UserClaims.Property(config)),
            "oidc-full-name-mapper" => Switched(config, UserClaims.FullName),
            "oidc-address-mapper" => Switched(config, UserClaims.Address(config)),
            "oidc-group-membership-mapper" => Switched(config, UserClaims.Groups(config)),
            "oidc-sub-mapper" => Switched(config, SubjectClaims.Sub, AccessAndIntrospection),
            "oidc-sha256-pairwise-sub-mapper" => new(ReplaceSubject, TokenKind.All, SubjectClaims.PairwiseSub(config, client)),
            "oidc-usersessionmodel-note-mapper" => Switched(config, SessionClaims.Note(config)),
            "oidc-acr-mapper" => Switched(config, SessionClaims.Acr, NoUserInfo),
            "oidc-amr-mapper" => Switched(config, SessionClaims.Amr, AccessOnly | TokenKind.Id),
            "oidc-session-state-mapper" => Switched(config, SessionClaims.SessionState),
            "oidc-nonce-backwards-compatible-mapper" => new(Plain, AccessOnly, SessionClaims.Nonce),
            "oidc-claims-param-token-mapper" => Switched(config, RequestedClaims.Essential, TokenKind.Id | TokenKind.UserInfo),
            "oidc-hardcoded-claim-mapper" => Switched(config, target => config.Set(target, config.Text("claim.value"))),
            "oidc-allowed-origins-mapper" => Switched(config, SessionClaims.AllowedOrigins(client), AccessAndIntrospection),
            "oidc-audience-mapper" => Switched(config, RoleClaims.Audience(config), NoUserInfo),
            "oidc-audience-resolve-mapper" => Switched(config, RoleClaims.ResolveAudience, AccessAndIntrospection, ResolveAudience),
            "oidc-role-name-mapper" => new(RenameRole, TokenKind.All, RoleClaims.Rename(config, realm)),
            "oidc-hardcoded-role-mapper" => new(AddRole, TokenKind.All, RoleClaims.Hardcoded(config, realm)),
            "oidc-usermodel-realm-role-mapper" => Switched(config, RoleClaims.RealmRoles(config), TokenKind.All, WriteRoles),
            "oidc-usermodel-client-role-mapper" => Switched(config, RoleClaims.ClientRoles(config), TokenKind.All, WriteRoles),
            _ => null,
        };
    }

    private static ClaimMapper Switched(
        MapperConfig config, Action<ClaimTarget> apply, TokenKind possible = TokenKind.All, int order = Plain) =>
        new(order, config.Kinds() & possible, apply);
}
