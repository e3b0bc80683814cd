using Identity.Gateway.Pages;
using Identity.Gateway.Realms;

namespace Identity.Gateway.ActionTokens;

/// <summary>What a person sees who follows a mailed link.</summary>
internal static class ActionTokenPages
{
    /// <summary>Asks before acting: what reads mails for people follows links, and must not use them up.</summary>
    public static Html Confirm(RealmContext realm, string action, string email) =>
        PageLayout.Render(realm, "Confirm your email address", "Confirm your email address", Html.Of($"""
            <p class="instruction">Is {email} your email address?</p>
            <form id="kc-verify-email-form" action="{action}" method="post">
            <button id="kc-submit" name="confirm" value="yes" type="submit">Yes, it is mine</button>
            </form>
            """));

    /// <summary>It is done.</summary>
    public static Html Done(RealmContext realm, string? next)
    {
        var link = next is null ? Html.Empty : Html.Of($"""<p class="links"><a href="{next}">Back to Application</a></p>""");
        return PageLayout.Render(realm, "Your account has been updated", "Your account has been updated.", Html.Of($"""
            <p id="kc-info-message" class="instruction">You can close this page.</p>
            {link}
            """));
    }
}
