using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Web;
using Identity.LoadTester.Measuring;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Sites;

/// <summary>What a person does in a browser: the steps <c>page</c>, <c>password</c>, <c>code</c>, <c>sign-on</c> and <c>logout</c>.</summary>
internal static partial class Person
{
    /// <summary>Opens the login page, submits the right password and lets the application redeem the code, after as many wrong
    /// passwords as <paramref name="wrongFirst"/> says. False: something failed.</summary>
    public static async Task<bool> LogInAsync(Site site, Flow flow, Session session, string client, int wrongFirst = 0)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var page = await site.Wire.GetAsync(AuthorizePath(site, client, verifier), session.Cookies);
        session.Keep(page.Cookies);
        if (page.Status == 302)
        {
            // The browser was logged in still.
            return await RedeemAsync(site, flow, session, client, "sign-on", verifier, page);
        }

        var action = FormAction().Match(page.Body);
        if (!flow.Step("page", page.Expecting(200) is Outcome.Ok && !action.Success ? Outcome.Refused : page.Expecting(200), Complaint(page, "a page without a form")))
        {
            return false;
        }

        for (var i = 0; i < wrongFirst; i++)
        {
            var mistyped = await SubmitAsync(site, session, action, "not-the-password");
            session.Keep(mistyped.Cookies);
            action = FormAction().Match(mistyped.Body);
            var outcome = mistyped.Location is not null ? Outcome.Wrong : mistyped.Expecting(200) is Outcome.Ok && !action.Success ? Outcome.Refused : mistyped.Expecting(200);
            if (!flow.Step("wrong password", outcome, Complaint(mistyped, "a wrong password was taken, or no form came back")))
            {
                return false;
            }
        }

        var reply = await SubmitAsync(site, session, action, site.Options.PasswordOf(session.User));
        session.Keep(reply.Cookies);
        return await RedeemAsync(site, flow, session, client, "password", verifier, reply);
    }

    /// <summary>Opens another application in the same browser: a code without a page. False: something failed.</summary>
    public static async Task<bool> SignOnAsync(Site site, Flow flow, Session session, string client)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var reply = await site.Wire.GetAsync(AuthorizePath(site, client, verifier), session.Cookies);
        session.Keep(reply.Cookies);
        if (reply.Status == 200)
        {
            return flow.Step("sign-on", Outcome.Lost, "a login page for a browser that is logged in");
        }

        return await RedeemAsync(site, flow, session, client, "sign-on", verifier, reply);
    }

    /// <summary>Ends the session as an application does that sends the browser there (RP-initiated logout).</summary>
    public static async Task<bool> LogOutAsync(Site site, Flow flow, Session session, string client)
    {
        var path = $"{site.Path("logout")}?client_id={Uri.EscapeDataString(client)}&post_logout_redirect_uri={Uri.EscapeDataString(site.Options.RedirectUri)}"
            + $"&id_token_hint={session.Tokens[client].Id}";
        var reply = await site.Wire.GetAsync(path, session.Cookies);
        session.Keep(reply.Cookies);
        return flow.Step("logout", reply.Expecting(302), reply.Complaint);
    }

    private static async Task<bool> RedeemAsync(Site site, Flow flow, Session session, string client, string step, string verifier, Reply reply)
    {
        var code = reply.Location is { } location && location.Contains('?', StringComparison.Ordinal)
            ? HttpUtility.ParseQueryString(location[(location.IndexOf('?', StringComparison.Ordinal) + 1)..])["code"]
            : null;
        var outcome = reply.Expecting(302) is Outcome.Ok && code is null ? Outcome.Refused : reply.Expecting(302);
        if (!flow.Step(step, outcome, Complaint(reply, "a redirect without a code")))
        {
            return false;
        }

        var tokens = await site.Wire.PostAsync(site.Path("token"), site.Form(
            client, ("grant_type", "authorization_code"), ("code", code!), ("redirect_uri", site.Options.RedirectUri), ("code_verifier", verifier)));
        var (redeemed, complaint) = await site.TakeTokensAsync(tokens, session, client);
        return flow.Step("code", redeemed, complaint);
    }

    private static Task<Reply> SubmitAsync(Site site, Session session, Match action, string password) => site.Wire.PostAsync(
        new Uri(new Uri("http://localhost"), WebUtility.HtmlDecode(action.Groups[1].Value)).PathAndQuery,
        [new("username", session.Username), new("password", password), new("credentialId", "")],
        session.Cookies);

    private static string AuthorizePath(Site site, string client, string verifier)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return $"{site.Path("auth")}?response_type=code&scope=openid&state=load&client_id={Uri.EscapeDataString(client)}"
            + $"&redirect_uri={Uri.EscapeDataString(site.Options.RedirectUri)}&code_challenge={challenge}&code_challenge_method=S256";
    }

    private static string Complaint(Reply reply, string otherwise) => reply.Status is 200 or 302 ? otherwise : reply.Complaint;

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
