using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>What a client must be before it is stored, in Keycloak's words.</summary>
internal static class ClientRules
{
    private const int MaxIdLength = 255;
    private const int MaxTextLength = 4000;
    private const int MaxAddresses = 1000;

    private static readonly AddressRule Redirect = new(
        "A redirect URI uses an illegal scheme", "A redirect URI must not contain an URL fragment", "A redirect URI is not a valid URI", MustBeUrl: false);

    private static readonly AddressRule Root = Url("Root URL") with { Fragment = "Root URL must not contain an URL fragment" };

    private static readonly AddressRule Logout = new(
        "A post-logout redirect URI uses an illegal scheme",
        "A post-logout redirect URI must not contain an URL fragment",
        "A post-logout redirect URI is not a valid URI",
        MustBeUrl: false);

    private static readonly IReadOnlyList<(string Attribute, AddressRule Rule)> Attributes =
    [
        ("backchannel.logout.url", Url("Backchannel logout URL")),
        ("frontchannel.logout.url", Url("Front-channel logout URL")),
        ("jwks.url", Url("JWKS URL")),
        ("logoUri", Text("Logo URL") with { AllowsData = true }),
        ("policyUri", Text("Policy URL")),
        ("tosUri", Text("Terms of service URL")),
    ];

    /// <summary>Refuses a client that must not be stored.</summary>
    public static void Demand(RealmSnapshot realm, ClientState client)
    {
        if (Find(realm, client) is { } problem)
        {
            throw ClientCreation.Invalid(problem.Message);
        }
    }

    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static ClientProblem? Find(RealmSnapshot realm, ClientState client) =>
        Identity(client) ?? Addresses(client) ?? AddressAttributes(client) ?? PairwiseRule.Find(client) ?? AcrRules.Find(realm, client) ?? Lifespans(realm, client);

    private static ClientProblem? Identity(ClientState client) =>
        string.IsNullOrWhiteSpace(client.ClientId) ? new("clientId", "Client ID cannot be blank")
        : client.ClientId.Length > MaxIdLength ? new("clientId", "Client ID is too long")
        : client.Protocol is not ("openid-connect" or "saml" or "docker-v2") ? new("protocol", $"Invalid protocol: {Shown(client.Protocol)}")
        : Long(client) is { } field ? new(field, $"The field {field} is too long")
        : null;

    private static string? Long(ClientState client) =>
        client.Name is { Length: > MaxIdLength } ? "name"
        : client.Description is { Length: > MaxIdLength } ? "description"
        : client.RootUrl is { Length: > MaxIdLength } ? "rootUrl"
        : client.BaseUrl is { Length: > MaxIdLength } ? "baseUrl"
        : client.AdminUrl is { Length: > MaxIdLength } ? "adminUrl"
        : client.Secret is { Length: > MaxIdLength } ? "secret"
        : client.ClientAuthenticatorType.Length > MaxIdLength ? "clientAuthenticatorType"
        : client.RedirectUris.Count > MaxAddresses || client.RedirectUris.Any(uri => uri.Length > MaxIdLength) ? "redirectUris"
        : client.WebOrigins.Count > MaxAddresses || client.WebOrigins.Any(origin => origin.Length > MaxIdLength) ? "webOrigins"
        : client.Attributes.Keys.FirstOrDefault(name => name.Length > MaxIdLength) is not null ? "attributes"
        : client.Attributes.FirstOrDefault(attribute => attribute.Value.Length > MaxTextLength && attribute.Key != "jwks.string").Key;

    private static ClientProblem? Addresses(ClientState client) =>
        Check(Root, "rootUrl", client.RootUrl)
        ?? Check(Relative("Base URL", client.BaseUrl), "baseUrl", client.BaseUrl)
        ?? Check(Relative("Admin URL", client.AdminUrl), "adminUrl", client.AdminUrl)
        ?? client.RedirectUris.Select(uri => Check(Redirect, "redirectUris", uri)).FirstOrDefault(problem => problem is not null);

    private static ClientProblem? AddressAttributes(ClientState client)
    {
        foreach (var (attribute, rule) in Attributes)
        {
            if (Check(rule, attribute, client.Attributes.GetValueOrDefault(attribute)) is { } problem)
            {
                return problem;
            }
        }

        return Several(client, "post.logout.redirect.uris").Where(uri => uri is not ("+" or "-")).Select(uri => Check(Logout, "post.logout.redirect.uris", uri)).FirstOrDefault(problem => problem is not null)
            ?? Several(client, "request.uris").Select(RequestUri).FirstOrDefault(problem => problem is not null)
            ?? (client.Attributes.GetValueOrDefault("ciba.backchannel.client.notification.endpoint") is { } endpoint && Url("CIBA").Refuse(endpoint) is not null
                ? new("ciba.backchannel.client.notification.endpoint", "The url [backchannel_client_notification_endpoint] is malformed")
                : null);
    }

    private static ClientProblem? RequestUri(string uri) =>
        Check(new("Valid request URIs has a value with illegal scheme", Fragment: null, "Valid request URIs has a value that is not a valid URI", MustBeUrl: false), "request.uris", uri);

    private static ClientProblem? Lifespans(RealmSnapshot realm, ClientState client)
    {
        var settings = realm.Settings;
        var idle = Math.Max(settings.SsoSessionIdleTimeout, settings.RememberMe ? settings.SsoSessionIdleTimeoutRememberMe : 0);
        var max = Math.Max(settings.SsoSessionMaxLifespan, settings.RememberMe ? settings.SsoSessionMaxLifespanRememberMe : 0);
        return Number(client, "client.session.idle.timeout") > idle
                ? new("client.session.idle.timeout", "Client session idle timeout cannot exceed realm SSO session idle timeout.")
            : Number(client, "client.session.max.lifespan") > max
                ? new("client.session.max.lifespan", "Client session max lifespan cannot exceed realm SSO session max lifespan.")
            : null;
    }

    private static long? Number(ClientState client, string attribute) =>
        long.TryParse(client.Attributes.GetValueOrDefault(attribute), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Several(ClientState client, string attribute) =>
        client.Attributes.GetValueOrDefault(attribute)?.Split("##", StringSplitOptions.RemoveEmptyEntries) ?? [];

    // ${authBaseUrl} and its like stand for addresses of the server itself.
    private static ClientProblem? Check(AddressRule rule, string field, string? address) =>
        string.IsNullOrEmpty(address) || address.StartsWith("${auth", StringComparison.Ordinal) || rule.Refuse(address) is not { } message ? null : new(field, message);

    private static AddressRule Relative(string name, string? address) =>
        Url(name) with { MustBeUrl = address?.StartsWith('/') != true };

    private static AddressRule Url(string name) =>
        new($"{name} uses an illegal scheme", Fragment: null, $"{name} is not a valid URL", MustBeUrl: true);

    private static AddressRule Text(string name) => Url(name) with { MustBeUrl = false };

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100];
}
