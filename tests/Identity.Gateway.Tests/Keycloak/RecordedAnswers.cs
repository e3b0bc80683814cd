using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Identity.Gateway.Tests.Fixtures;

namespace Identity.Gateway.Tests.Keycloak;

/// <summary>The refusals of Keycloak 26.7.4, played again: what existing clients know is what they get.</summary>
public sealed class RecordedAnswers(GatewayServer server)
{
    // The same list, with what we answer instead, is in docs/keycloak.md.
    private static readonly Dictionary<string, string> Kept = new(StringComparer.Ordinal)
    {
        ["public/robots"] = "search engines are told to stay away",
        ["token/wrong-secret-basic"] = "RFC 6749 section 5.2: a refused Authorization header is challenged",
        ["authorize/request-and-uri"] = "OpenID Connect Core section 3.1.2.6: the client is told",
        ["authorize/request-object-garbage"] = "OpenID Connect Core section 3.1.2.6: the client is told",
        ["authorize/request-uri-unknown"] = "OpenID Connect Core section 3.1.2.6: the client is told",
        ["authorize/fragment"] = "RFC 9700 section 2.1.2: no implicit or hybrid flow",
        ["authorize/implicit-no-nonce"] = "RFC 9700 section 2.1.2: no implicit or hybrid flow",
        ["authorize/jwt-mode-prompt-none"] = "JWT response modes are not there yet",
        ["logout/backchannel-garbage"] = "nobody else logs our users in, so nobody logs them out",
    };

    public static TheoryData<string> SameAsKeycloak => [.. RecordedExchange.All.Keys.Where(id => !Kept.ContainsKey(id) && !id.StartsWith("token/brute-force", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> OtherThanKeycloak => [.. Kept.Keys];

    [Theory]
    [MemberData(nameof(SameAsKeycloak))]
    public async Task A_request_is_refused_as_Keycloak_refuses_it(string id)
    {
        var (expected, actual) = await PlayAsync(RecordedExchange.All[id], RealmOf(id));

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(OtherThanKeycloak))]
    public async Task A_difference_that_is_kept_is_still_one(string id)
    {
        var (expected, actual) = await PlayAsync(RecordedExchange.All[id], RealmOf(id));

        Assert.True(expected != actual, $"{id} answers as Keycloak does now: {Kept[id]} no longer holds. Change docs/keycloak.md too.");
    }

    [Fact]
    public async Task A_guessed_at_account_does_not_say_that_it_is_locked()
    {
        foreach (var id in (string[])["1", "2", "3", "4", "right-password"])
        {
            var (expected, actual) = await PlayAsync(RecordedExchange.All[$"token/brute-force-{id}"], RecordedRealm.Guarded);

            Assert.Equal(expected, actual);
        }
    }

    private static string RealmOf(string id) => id switch
    {
        _ when id.EndsWith("/realm-disabled", StringComparison.Ordinal) => RecordedRealm.Disabled,
        "token/refresh-of-disabled" or "userinfo/disabled-user" => RecordedRealm.Leaving,
        _ => RecordedRealm.Name,
    };

    private async Task<(string Expected, string Actual)> PlayAsync(RecordedExchange exchange, string realm)
    {
        var tokens = new RecordedTokens(server, realm);
        using var content = exchange switch
        {
            _ when exchange["form"] is { } form => new StringContent(await tokens.FillAsync(form), Encoding.UTF8, "application/x-www-form-urlencoded"),
            _ when exchange["json"] is { } json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => exchange["method"] == "POST" ? new StringContent(string.Empty, Encoding.UTF8, "application/x-www-form-urlencoded") : null,
        };
        var answer = await new OidcClient(server, realm).SendAsync(
            HttpMethod.Parse(exchange["method"]!),
            server.BaseUrl + exchange["path"]!.Replace("{realm}", realm, StringComparison.Ordinal),
            content,
            exchange["authorization"] is { } authorization ? await tokens.FillAsync(authorization) : null,
            exchange["origin"]);
        return (Expected(exchange, realm), Actual(exchange, answer));
    }

    private string Expected(RecordedExchange exchange, string realm) => Describe(
        exchange.Answered("status"),
        exchange.Answered("contentType"),
        exchange.Answered("challenge")?.Replace("{realm}", realm, StringComparison.Ordinal),
        exchange.Answered("location")?.Replace("{realm}", realm, StringComparison.Ordinal).Replace("{base%}", Uri.EscapeDataString(server.BaseUrl), StringComparison.Ordinal),
        exchange.Answered("body") ?? exchange.Answered("message"));

    private static string Actual(RecordedExchange exchange, Answer answer) => Describe(
        answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        answer.Header("Content-Type"),
        answer.Header("WWW-Authenticate"),
        answer.Header("Location"),
        exchange.Answered("message") is { } message && answer.Body.Contains($">{WebUtility.HtmlEncode(message)}</p>", StringComparison.Ordinal) ? message : answer.Body);

    private static string Describe(string? status, string? contentType, string? challenge, string? location, string? body) =>
        $"""
        {status} {(contentType is null ? null : MediaTypeHeaderValue.Parse(contentType))}
        WWW-Authenticate: {challenge}
        Location: {location}
        {(body?.StartsWith('{') == true ? Properties(body) : body)}
        """;

    private static string Properties(string json)
    {
        using var document = JsonDocument.Parse(json);
        return string.Join('\n', document.RootElement.EnumerateObject().Select(property => $"{property.Name}: {property.Value}"));
    }
}
