using Identity.Gateway.Realms;
using Identity.Grains.Realms;

namespace Identity.Gateway.Pages;

/// <summary>The frame that every page shares: the realm's name, a card, the stylesheet.</summary>
internal static class PageLayout
{
    /// <summary>A whole page.</summary>
    /// <param name="realm">Named above the card.</param>
    /// <param name="title">The document's title.</param>
    /// <param name="heading">The card's heading.</param>
    /// <param name="body">The card's content.</param>
    public static Html Render(RealmContext realm, string title, string heading, Html body)
    {
        var name = DisplayName(realm.Realm);
        return Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="stylesheet" href="{PageResources.StylesheetPath(realm.BaseUrl)}">
            <link rel="icon" href="data:,">
            </head>
            <body>
            <div class="page">
            <header class="realm"><span class="mark" aria-hidden="true">{Initial(name)}</span><span class="realm-name">{name}</span></header>
            <main class="card">
            <h1 id="kc-page-title">{heading}</h1>
            {body}
            </main>
            </div>
            </body>
            </html>

            """);
    }

    /// <summary>What people call the realm.</summary>
    public static string DisplayName(RealmSnapshot realm) =>
        string.IsNullOrWhiteSpace(realm.Settings.DisplayName) ? realm.Name : realm.Settings.DisplayName;

    private static string Initial(string name)
    {
        var first = System.Globalization.StringInfo.GetNextTextElement(name.TrimStart());
        return first.Length == 0 ? "·" : first.ToUpperInvariant();
    }
}
