using Identity.Gateway.Realms;

namespace Identity.Gateway.Pages;

/// <summary>Where the forms of a page may lead: the sources of the form-action directive.</summary>
/// <remarks>Browsers (Chromium, WebKit) apply it to each redirect that follows a form post. A login ends at the application's address and the application
/// redirects on wherever it likes, to another host of its own too, so that no list of hosts would do: a page that begins such a chain allows
/// https, its target's scheme, and http where the realm itself or the target has no other. A realm can narrow it (docs/keycloak.md).</remarks>
internal static class FormTargets
{
    /// <summary>The sources.</summary>
    /// <param name="realm">Whose page it is.</param>
    /// <param name="leadsTo">The checked address outside where the form's answer may redirect to; null when the form stays here.</param>
    public static string Sources(RealmContext realm, string? leadsTo)
    {
        if (leadsTo is null)
        {
            return "'self'";
        }

        var scheme = Uri.TryCreate(leadsTo, UriKind.Absolute, out var uri) ? uri.Scheme : Uri.UriSchemeHttps;
        var sources = "'self' https:";
        if (scheme == Uri.UriSchemeHttp || realm.BaseUrl.StartsWith("http:", StringComparison.OrdinalIgnoreCase))
        {
            sources += " http:";
        }

        return scheme is "http" or "https" ? sources : $"{sources} {scheme}:";
    }
}
