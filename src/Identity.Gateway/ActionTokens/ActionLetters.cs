using System.Net;
using Identity.Gateway.Mail;
using Identity.Gateway.Pages;
using Identity.Gateway.Realms;
using Identity.Grains.Users;

namespace Identity.Gateway.ActionTokens;

/// <summary>What is mailed to people, in English.</summary>
internal static class ActionLetters
{
    /// <summary>Asks a person to do something for the account.</summary>
    public static Letter Actions(RealmContext realm, UserState user, ActionToken token)
    {
        var name = PageLayout.DisplayName(realm.Realm);
        var actions = string.Join(", ", token.Actions.Select(action => MailedActions.Titles[action].ToLowerInvariant()));
        return Linked(
            user.Email!,
            $"{name}: your account needs you",
            $"An administrator of {name} asks you to do this for your account {user.Username}: {actions}.",
            token.Link(realm),
            Lifespan(token));
    }

    /// <summary>Asks a person whether the address is theirs.</summary>
    public static Letter Verification(RealmContext realm, UserState user, ActionToken token)
    {
        var name = PageLayout.DisplayName(realm.Realm);
        return Linked(
            user.Email!,
            $"{name}: confirm your email address",
            $"The account {user.Username} of {name} has this email address. Please confirm that it is yours.",
            token.Link(realm),
            Lifespan(token));
    }

    /// <summary>Shows an administrator that mail works.</summary>
    public static Letter Test(RealmContext realm, string to)
    {
        var text = $"This is a test of the mail settings of the realm {PageLayout.DisplayName(realm.Realm)}. They work.";
        return new Letter(to, "Mail settings work", $"{text}\n", $"<p>{WebUtility.HtmlEncode(text)}</p>\n");
    }

    private static Letter Linked(string to, string subject, string text, string link, string lifespan)
    {
        var end = $"The link works once, for {lifespan}. If you did not expect this mail, ignore it: nothing changes.";
        return new Letter(
            to,
            subject,
            $"{text}\n\n{link}\n\n{end}\n",
            $"""
            <p>{WebUtility.HtmlEncode(text)}</p>
            <p><a href="{WebUtility.HtmlEncode(link)}">Continue</a></p>
            <p>{WebUtility.HtmlEncode(end)}</p>

            """);
    }

    private static string Lifespan(ActionToken token)
    {
        var time = TimeSpan.FromSeconds(token.ExpiresAt - token.IssuedAt);
        return time.TotalDays >= 2 ? $"{(int)time.TotalDays} days"
            : time.TotalHours >= 2 ? $"{(int)time.TotalHours} hours"
            : time.TotalMinutes >= 2 ? $"{(int)time.TotalMinutes} minutes"
            : $"{(int)time.TotalSeconds} seconds";
    }
}
