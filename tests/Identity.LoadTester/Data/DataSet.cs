using System.Text.Json.Nodes;
using Identity.LoadTester.Scenarios.Day;
using Identity.LoadTester.Sites;

namespace Identity.LoadTester.Data;

/// <summary>A realm for load: as many users as wanted, and the applications of a day.</summary>
/// <param name="Options">Names.</param>
/// <param name="Hash">Of every password.</param>
/// <param name="Rotates">Whether each refresh token is taken once.</param>
internal sealed record DataSet(SiteOptions Options, PasswordHash Hash, bool Rotates)
{
    /// <summary>The realm without its users.</summary>
    public JsonObject Realm() => new()
    {
        ["realm"] = Options.Realm,
        ["enabled"] = true,
        ["sslRequired"] = "none",
        ["revokeRefreshToken"] = Rotates,
        ["refreshTokenMaxReuse"] = 0,
        ["passwordPolicy"] = Hash.Policy,
        ["clients"] = new JsonArray([.. Enumerable.Range(0, Timetable.Applications).Select(Client)]),
    };

    /// <summary>The user of that number.</summary>
    public JsonObject User(int number) => new()
    {
        ["username"] = Options.UsernameOf(number),
        ["email"] = $"{Options.UsernameOf(number)}@example.org",
        ["emailVerified"] = true,
        ["firstName"] = "User",
        ["lastName"] = $"Number {number}",
        ["enabled"] = true,
        ["credentials"] = new JsonArray(Hash.Credential.DeepClone()),
    };

    private JsonObject Client(int application)
    {
        var id = application == 0 ? Options.Client : $"{Options.Client}-{application}";
        return new JsonObject
        {
            ["clientId"] = id,
            ["enabled"] = true,
            ["protocol"] = "openid-connect",
            ["publicClient"] = false,
            ["secret"] = Options.Secret,
            ["standardFlowEnabled"] = true,
            ["directAccessGrantsEnabled"] = true,
            ["serviceAccountsEnabled"] = application == 0,
            ["redirectUris"] = new JsonArray(Options.RedirectUri),
            ["attributes"] = new JsonObject { ["post.logout.redirect.uris"] = "+" },
            // A client may ask about tokens that are meant for it.
            ["protocolMappers"] = new JsonArray(new JsonObject
            {
                ["name"] = "audience",
                ["protocol"] = "openid-connect",
                ["protocolMapper"] = "oidc-audience-mapper",
                ["config"] = new JsonObject { ["included.client.audience"] = id, ["access.token.claim"] = "true", ["introspection.token.claim"] = "true" },
            }),
        };
    }
}
