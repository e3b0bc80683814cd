using Identity.Grains.Protocol;

namespace Identity.Grains.Clients.Addresses;

/// <summary>The table of all addresses that a client can name.</summary>
public static class AddressKinds
{
    private static readonly string[] Endings = ["url", "uri", "urls", "uris", "endpoint"];

    /// <summary>Where a login is answered.</summary>
    public static AddressKind Redirect { get; } = new("redirectUris", "A redirect URI", AddressSchemes.Own)
    {
        Relative = true, Wildcard = true, Words = ["*"], Answer = AnswerParameters.Login,
    };

    /// <summary>Where a logout is answered.</summary>
    public static AddressKind PostLogout { get; } = new("post.logout.redirect.uris", "A post-logout redirect URI", AddressSchemes.Own)
    {
        Relative = true, Wildcard = true, Words = ["*", "+", "-"], Answer = AnswerParameters.Logout,
    };

    /// <summary>Who may read answers in a browser.</summary>
    public static AddressKind WebOrigin { get; } = new("webOrigins", "A web origin", AddressSchemes.Own) { Wildcard = true, Words = ["*", "+"] };

    /// <summary>Base of relative addresses.</summary>
    public static AddressKind Root { get; } = new("rootUrl", "Root URL", AddressSchemes.Web);

    /// <summary>The client's home page.</summary>
    public static AddressKind Home { get; } = new("baseUrl", "Base URL", AddressSchemes.Web) { Relative = true, Fragment = true };

    /// <summary>Where the client takes requests of this server.</summary>
    public static AddressKind Admin { get; } = new("adminUrl", "Admin URL", AddressSchemes.Web) { Relative = true, Fragment = true };

    /// <summary>Where the client is told of a logout.</summary>
    public static AddressKind BackchannelLogout { get; } = new("backchannel.logout.url", "Backchannel logout URL", AddressSchemes.Web);

    /// <summary>The hosts that share a subject (OpenID Connect Core section 8.1); a setting of a mapper.</summary>
    public static AddressKind Sector { get; } = new("sectorIdentifierUri", "Sector Identifier URI", AddressSchemes.Web);

    /// <summary>Those in attributes.</summary>
    public static IReadOnlyDictionary<string, AddressKind> Attributes { get; } = ((AddressKind[])
    [
        BackchannelLogout,
        new("frontchannel.logout.url", "Front-channel logout URL", AddressSchemes.Web),
        new("jwks.url", "JWKS URL", AddressSchemes.Web),
        new("logoUri", "Logo URL", AddressSchemes.Web) { Fragment = true, Relative = true, Picture = true },
        new("policyUri", "Policy URL", AddressSchemes.Web) { Fragment = true, Relative = true },
        new("tosUri", "Terms of service URL", AddressSchemes.Web) { Fragment = true, Relative = true },
        new("initiate.login.uri", "Initiate login URL", AddressSchemes.Web) { Relative = true },
        PostLogout,
        new("request.uris", "Valid request URIs has a value", AddressSchemes.Web) { Fragment = true, Relative = true },
        new("ciba.backchannel.client.notification.endpoint", "CIBA client notification endpoint", AddressSchemes.Web),
    ]).ToDictionary(kind => kind.Field, StringComparer.Ordinal);

    /// <summary>What an attribute or a mapper's setting holds when its name says that it is an address; null for any other name. One that is not in
    /// the table, of SAML or of an extension, may be what it likes but nothing that runs or misleads.</summary>
    public static AddressKind? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Attributes.GetValueOrDefault(name)
            ?? (name == Sector.Field ? Sector : null)
            ?? (IsNamedAsAddress(name) ? new AddressKind(name, name, AddressSchemes.Own) { Relative = true, Fragment = true, Wildcard = true } : null);
    }

    // use.jwks.url is a switch.
    private static bool IsNamedAsAddress(string name) =>
        (Endings.Any(word => name.EndsWith(word, StringComparison.OrdinalIgnoreCase)) && name != ClientAttributes.UseJwksUrl)
        || name.Contains("_url_", StringComparison.OrdinalIgnoreCase) || name.Contains(".url.", StringComparison.OrdinalIgnoreCase)
        || name.Contains("_uri_", StringComparison.OrdinalIgnoreCase) || name.Contains(".uri.", StringComparison.OrdinalIgnoreCase);
}
