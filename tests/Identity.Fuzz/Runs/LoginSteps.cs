using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Identity.Fuzz.Bed;
using Identity.Fuzz.Inputs;

namespace Identity.Fuzz.Runs;

/// <summary>One person at a browser who logs in to shop, exchanges the code, refreshes and logs out; one of the steps is not as it should be.</summary>
internal sealed partial class LoginSteps(Func<FuzzInput, Task<Answered?>> send, Random random)
{
    private const string Protocol = $"/realms/{FuzzBed.Realm}/protocol/openid-connect";
    private const string Callback = "http://localhost:9999/callback";
    private const string Verifier = "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv";
    private const string Challenge = "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM";
    private const string Form = "application/x-www-form-urlencoded";

    // Those whom no other input logs in: their wrong passwords would lock them.
    private static readonly string[] s_people = ["bob", "carol", "dave"];

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private readonly int _broken = random.Next(7);
    private int _step;

    /// <summary>Goes on as long as the answers let it; says whether there were tokens.</summary>
    public async Task<bool> WalkAsync()
    {
        var page = await StepAsync("GET", $"{Protocol}/auth", [("response_type", "code"), ("client_id", "shop"), ("redirect_uri", Callback), ("scope", "openid"), ("state", "s"), ("nonce", "n"), ("code_challenge", Challenge), ("code_challenge_method", "S256")]);
        if (page is null || FormAction().Match(page.Body) is not { Success: true } action)
        {
            return false;
        }

        // The address of the form holds what the login has come to.
        var address = WebUtility.HtmlDecode(action.Groups[1].Value);
        var at = address.IndexOf("/realms/", StringComparison.Ordinal);
        var end = address.IndexOf('?', StringComparison.Ordinal);
        if (at < 0 || end < at)
        {
            return false;
        }

        var query = HttpUtility.ParseQueryString(address[end..]);
        (string, string)[] sealedStep = [.. query.AllKeys.OfType<string>().Select(name => (name, query[name] ?? ""))];
        var person = s_people[random.Next(s_people.Length)];
        var left = await StepAsync("POST", address[at..end], [("username", person), ("password", $"{person}-password"), ("credentialId", "")], sealedStep);
        if (left?.Location is not { } location || HttpUtility.ParseQueryString(location[(location.IndexOfAny(['?', '#']) + 1)..])["code"] is not { } code)
        {
            return false;
        }

        var tokens = await StepAsync("POST", $"{Protocol}/token", [("grant_type", "authorization_code"), ("client_id", "shop"), ("code", code), ("redirect_uri", Callback), ("code_verifier", Verifier)]);
        if (tokens?.Status != 200)
        {
            return false;
        }

        using var json = JsonDocument.Parse(tokens.Body);
        await StepAsync("POST", $"{Protocol}/token", [("grant_type", "refresh_token"), ("client_id", "shop"), ("refresh_token", Text(json, "refresh_token"))]);
        await StepAsync("POST", $"{Protocol}/userinfo", [("access_token", Text(json, "access_token"))]);
        await StepAsync("GET", $"{Protocol}/auth", [("response_type", "code"), ("client_id", "shop"), ("redirect_uri", Callback), ("scope", "openid"), ("prompt", "none"), ("id_token_hint", Text(json, "id_token")), ("code_challenge", Challenge), ("code_challenge_method", "S256")]);
        await StepAsync("GET", $"{Protocol}/logout", [("id_token_hint", Text(json, "id_token")), ("post_logout_redirect_uri", Callback), ("state", "s")]);
        return true;
    }

    private async Task<Answered?> StepAsync(string method, string path, (string Name, string Value)[] parameters, (string Name, string Value)[]? query = null)
    {
        var broken = _step++ == _broken;
        var sent = Parameters(parameters, broken && (query is null || random.Next(2) == 0));
        var asked = query is null ? "" : "?" + Parameters(query, broken && random.Next(2) == 0);
        var input = method == "GET"
            ? new FuzzInput($"login {method} {path}", method, $"{path}?{sent}", null, null, null)
            : new FuzzInput($"login {method} {path}", method, path + asked, Form, Encoding.UTF8.GetBytes(sent), null);
        if (_cookies.Count > 0)
        {
            var cookies = broken && random.Next(2) == 0 ? HeaderInputs.Cookies(_cookies, random) : string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
            input = input with { Headers = [("Cookie", cookies)] };
        }

        var answer = await send(broken && random.Next(2) == 0 ? HeaderInputs.With(input, random) : input);
        foreach (var (name, value) in answer?.Cookies ?? [])
        {
            _cookies[name] = value;
        }

        return answer;
    }

    private string Parameters((string Name, string Value)[] parameters, bool broken) =>
        broken ? Mutation.Parameters(parameters, random) : string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));

    private static string Text(JsonDocument json, string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
