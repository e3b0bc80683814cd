using Identity.Gateway.Pages;
using Identity.Gateway.Realms;

namespace Identity.Gateway.Logout;

/// <summary>Asks whether to log out: a link alone must not be able to.</summary>
internal static class LogoutPage
{
    public static Html Render(RealmContext realm, string action, string sealedState) =>
        PageLayout.Render(realm, "Logging out", "Logging out", Html.Of($"""
            <p class="instruction">Do you want to log out?</p>
            <form action="{action}" method="POST">
            <input type="hidden" name="session_code" value="{sealedState}">
            <button id="kc-logout" name="confirmLogout" value="Logout" type="submit" autofocus>Logout</button>
            </form>
            """));
}
