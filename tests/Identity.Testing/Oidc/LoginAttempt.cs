using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Identity.Testing.Oidc;

/// <summary>One person at one browser logging in to the public client shop, each step at the pod that the test names.</summary>
public sealed partial class LoginAttempt(HttpClient http, string realm)
{
    /// <summary>Where shop is told to send the browser back to.</summary>
    public const string RedirectUri = "http://localhost:9999/callback";

    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private readonly CookieContainer _cookies = new();
    private readonly List<string> _setCookies = [];
    private string? _formAction;

    /// <summary>Every Set-Cookie line so far.</summary>
    public IReadOnlyList<string> SetCookies => _setCookies;

    /// <summary>Opens the login page at the pod.</summary>
    public async Task OpenAsync(string pod, string scope = "openid")
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, AuthorizeUrl(pod, scope)));
        var page = await response.Content.ReadAsStringAsync();
        if (response.StatusCode != HttpStatusCode.OK || FormAction().Match(page) is not { Success: true } match)
        {
            throw new InvalidOperationException($"No login page, but {(int)response.StatusCode}: {page}");
        }

        _formAction = WebUtility.HtmlDecode(match.Groups[1].Value);
    }

    /// <summary>Submits the form to the pod, which need not be the one that showed it; answers the code.</summary>
    public async Task<string> SubmitAsync(string pod, string username, string password)
    {
        var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["username"] = username, ["password"] = password });
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Post, At(pod, _formAction!)) { Content = form });
        return CodeOf(response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Asks for a code with the browser's login alone (SSO).</summary>
    public async Task<string> ReauthorizeAsync(string pod)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, AuthorizeUrl(pod, "openid")));
        return CodeOf(response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Presents the code at the pod.</summary>
    public Task<HttpResponseMessage> ExchangeAsync(string pod, string code) =>
        http.PostAsync(new Uri($"{pod}/realms/{realm}/protocol/openid-connect/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "shop",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = _verifier,
        }));

    /// <summary>Logs in from page to tokens, all at one pod.</summary>
    public async Task<TokenSet> LogInAsync(string pod, string username, string password, string scope = "openid")
    {
        await OpenAsync(pod, scope);
        using var response = await ExchangeAsync(pod, await SubmitAsync(pod, username, password));
        var body = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? TokenSet.Parse(body) : throw new InvalidOperationException($"No tokens, but {(int)response.StatusCode}: {body}");
    }

    private string AuthorizeUrl(string pod, string scope)
    {
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)));
        return $"{pod}/realms/{realm}/protocol/openid-connect/auth?response_type=code&client_id=shop&scope={Uri.EscapeDataString(scope)}&state=s"
            + $"&redirect_uri={Uri.EscapeDataString(RedirectUri)}&code_challenge={challenge}&code_challenge_method=S256";
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        // Cookies belong to a host, whatever the port: the pods share them as they do behind one address.
        var host = new Uri($"{request.RequestUri!.Scheme}://{request.RequestUri.Host}{request.RequestUri.AbsolutePath}");
        if (_cookies.GetCookieHeader(host) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        var response = await http.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            _setCookies.Add(cookie);
            _cookies.SetCookies(host, cookie);
        }

        return response;
    }

    private static string At(string pod, string action) =>
        Uri.TryCreate(action, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? pod + absolute.PathAndQuery
            : pod + action;

    private static string CodeOf(HttpResponseMessage response, string body)
    {
        var query = response.Headers.Location?.Query;
        var code = query is null ? null : System.Web.HttpUtility.ParseQueryString(query)["code"];
        return code ?? throw new InvalidOperationException($"No code, but {(int)response.StatusCode} {response.Headers.Location}: {body}");
    }

    [GeneratedRegex("action=\"([^\"]+)\"")]
    private static partial Regex FormAction();
}
