using System.Text.RegularExpressions;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Keycloak;

/// <summary>Brings about the codes and tokens that recorded requests name in braces.</summary>
internal sealed partial class RecordedTokens(GatewayServer server, string realm)
{
    private readonly OidcClient _client = new(server, realm);

    /// <summary>Fills a text in; alice logs in anew for each name.</summary>
    public async Task<string> FillAsync(string text)
    {
        foreach (Match match in NamePattern().Matches(text))
        {
            text = text.Replace(match.Value, await TokenAsync(match.Groups[1].Value), StringComparison.Ordinal);
        }

        return text;
    }

    private async Task<string> TokenAsync(string name)
    {
        switch (name)
        {
            case "code":
                return await _client.CodeAsync();
            case "code-after-a-failed-try":
                var tried = await _client.CodeAsync();
                await _client.TokenAsync($"grant_type=authorization_code&client_id=app&redirect_uri={RecRealm.RedirectUri}&code={tried}");
                return tried;
            case "code-spent":
                var spent = await _client.CodeAsync();
                await _client.RedeemAsync(spent);
                return spent;
            case "refresh_token-after-code-reuse":
                var code = await _client.CodeAsync();
                var redeemed = await _client.RedeemAsync(code);
                await _client.RedeemAsync(code);
                return redeemed.Text("refresh_token");
            default:
                return await PasswordTokenAsync(name.Split('-', 2));
        }
    }

    private async Task<string> PasswordTokenAsync(string[] kindAndFate)
    {
        var fate = kindAndFate.ElementAtOrDefault(1);
        if (fate == "of-disabled-user")
        {
            await server.UpdateUserAsync(realm, "alice", user => user with { Enabled = true });
        }

        var tokens = await _client.PasswordAsync(fate == "without-openid" ? "profile" : "openid");
        var token = tokens.Text(kindAndFate[0]);
        switch (fate)
        {
            case "revoked":
                await _client.PostAsync("revoke", $"client_id=app&token={token}");
                break;
            case "logged-out":
                await _client.PostAsync("logout", $"client_id=app&refresh_token={tokens.Text("refresh_token")}");
                break;
            case "of-disabled-user":
                await server.UpdateUserAsync(realm, "alice", user => user with { Enabled = false });
                break;
        }

        return token;
    }

    [GeneratedRegex(@"\{((?:code|access_token|refresh_token)[a-z-]*)\}")]
    private static partial Regex NamePattern();
}
