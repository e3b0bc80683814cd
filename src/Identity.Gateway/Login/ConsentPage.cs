using Identity.Gateway.Authorize;
using Identity.Gateway.Pages;
using Identity.Grains.Clients;
using Identity.Grains.ClientScopes;

namespace Identity.Gateway.Login;

/// <summary>The page on which a person lets an application see what it asked for.</summary>
internal static class ConsentPage
{
    private static readonly Dictionary<string, string> KeycloakTexts = new(StringComparer.Ordinal)
    {
        ["${profileScopeConsentText}"] = "User profile",
        ["${emailScopeConsentText}"] = "Email address",
        ["${addressScopeConsentText}"] = "Address",
        ["${phoneScopeConsentText}"] = "Phone number",
        ["${rolesScopeConsentText}"] = "User roles",
        ["${offlineAccessScopeConsentText}"] = "Offline Access",
        ["${organizationScopeConsentText}"] = "Organization",
    };

    public static Html Render(AuthorizeRequest request, string action)
    {
        var client = ClientAddresses.DisplayName(request.Client);
        return PageLayout.Render(request.Realm, $"Grant Access to {client}", $"Grant Access to {client}", Html.Of($"""
            <p class="instruction">Do you grant these access privileges?</p>
            <ul class="scopes">
            {Html.Join(Texts(request).Select(text => Html.Of($"<li>{text}</li>\n")))}</ul>
            <form id="kc-oauth" action="{action}" method="post">
            <button id="kc-login" name="accept" value="Yes" type="submit">Yes</button>
            <button id="kc-cancel" class="quiet" name="cancel" value="No" type="submit">No</button>
            </form>
            """));
    }

    private static List<string> Texts(AuthorizeRequest request)
    {
        var texts = ConsentScopes.Of(request).Select(Text).ToList();
        if (texts.Count == 0)
        {
            texts.Add(OwnText(request.Client));
        }

        return texts;
    }

    private static string OwnText(ClientState client) =>
        client.Attributes.GetValueOrDefault("consent.screen.text") is { Length: > 0 } text ? text : "Know who you are";

    private static string Text(ClientScopeState scope) =>
        scope.Attributes.GetValueOrDefault("consent.screen.text") is { Length: > 0 } text ? KeycloakTexts.GetValueOrDefault(text, text) : scope.Name;
}
