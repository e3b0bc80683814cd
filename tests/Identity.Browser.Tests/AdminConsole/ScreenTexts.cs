using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Identity.Browser.Tests.AdminConsole;

/// <summary>The texts on a screen.</summary>
internal static partial class ScreenTexts
{
    // Names that look like keys and are shown as they are, by Keycloak too.
    private static readonly HashSet<string> Names = ["firstName", "lastName", "${username}", "${email}", "${firstName}", "${lastName}"];

    /// <summary>What looks like the key of a text instead of the text, or like a text whose places were not filled in.</summary>
    public static async Task<IEnumerable<string>> UntranslatedAsync(IPage page)
    {
        var texts = await page.EvaluateAsync<string[]>(
            """
            () => {
              const texts = new Set();
              const walker = document.createTreeWalker(document.getElementById("app"), NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                if (walker.currentNode.parentElement.checkVisibility()) texts.add(walker.currentNode.nodeValue.trim());
              }
              for (const field of document.querySelectorAll("#app [placeholder]")) texts.add(field.placeholder);
              return [...texts];
            }
            """);
        return texts.Where(text => Key().IsMatch(text) && !Names.Contains(text));
    }

    [GeneratedRegex(@"^[a-z]+([A-Z][a-z]+)+$|^[a-z]+([.][a-zA-Z]+)+$|^\$\{[^}]*\}$|\{\{")]
    private static partial Regex Key();
}
