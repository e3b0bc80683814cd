using System.Globalization;
using Identity.Grains.Clients;
using Identity.Grains.Clients.Addresses;
using Identity.Grains.Realms;

namespace Identity.Gateway.Admin.Clients;

/// <summary>What a client must be before it is stored, in Keycloak's words.</summary>
internal static class ClientRules
{
    private const int MaxIdLength = 255;
    private const int MaxTextLength = 4000;
    private const int MaxAddresses = 1000;

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
        Identity(client) ?? Addresses(client) ?? PairwiseRule.Find(client) ?? AcrRules.Find(realm, client) ?? Lifespans(realm, client);

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

    // The sector is told of in the words of the rule that needs it.
    private static ClientProblem? Addresses(ClientState client)
    {
        foreach (var address in NamedAddress.Of(client).Where(address => address.Kind != AddressKinds.Sector))
        {
            if (address.Fault is not AddressFault.None and var fault)
            {
                return new(address.Kind.Field, AddressWords.Of(address.Kind, fault));
            }
        }

        return null;
    }

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

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100];
}
