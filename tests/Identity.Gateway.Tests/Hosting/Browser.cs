using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using Identity.Testing;

namespace Identity.Gateway.Tests.Hosting;

/// <summary>A browser with its own cookies that shows redirects instead of following them.</summary>
internal sealed partial class Browser : IDisposable
{
    public const string RedirectUri = "http://localhost:9999/callback";

    private readonly HttpClient _http;

    public Browser(GatewayHost host, string realm = TestRealm.Name)
        : this(host.BaseUrl, realm)
    {
    }

    /// <summary>A browser at an address of this machine, 127.0.0.1 if it does not matter.</summary>
    public Browser(string baseUrl, string realm, string address = "127.0.0.1")
    {
        Realm = $"{baseUrl}/realms/{realm}";
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(IPAddress.Parse(address), context.DnsEndPoint, cancellationToken),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1" },
        });
    }

    public CookieContainer Cookies { get; } = new();

    public string Realm { get; }

    public static string Challenge { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(new string('v', 43))));

    /// <summary>A good authorization request of the client shop, with the changes given; an empty value leaves a parameter out.</summary>
    public string AuthorizeUrl(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["response_type"] = "code",
            ["client_id"] = "shop",
            ["redirect_uri"] = RedirectUri,
            ["scope"] = "openid",
            ["state"] = "st",
            ["nonce"] = "no",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        var query = parameters.Where(parameter => parameter.Value.Length > 0).Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}");
        return $"{Realm}/protocol/openid-connect/auth?{string.Join('&', query)}";
    }

    public async Task<Answer> GetAsync(string url) => await Answer.ReadAsync(await _http.GetAsync(new Uri(url)));

    public async Task<Answer> PostAsync(string url, params (string Name, string Value)[] form) =>
        await Answer.ReadAsync(await _http.PostAsync(new Uri(url), new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)))));

    /// <summary>Asks as the application's server does, which has no cookies of its own.</summary>
    public async Task<Answer> UserInfoAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Realm}/protocol/openid-connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Answer.ReadAsync(await _http.SendAsync(request));
    }

    public Task<Answer> TokenAsync(params (string Name, string Value)[] form) => PostAsync($"{Realm}/protocol/openid-connect/token", form);

    /// <summary>Redeems a code of shop.</summary>
    public Task<Answer> RedeemAsync(string code) => TokenAsync(
        ("grant_type", "authorization_code"), ("client_id", "shop"), ("code", code), ("redirect_uri", RedirectUri), ("code_verifier", new string('v', 43)));

    public Task<Answer> SubmitLoginAsync(Answer page, string username, string password, params (string Name, string Value)[] more) =>
        PostAsync(page.FormAction, [("username", username), ("password", password), .. more]);

    /// <summary>Opens the page and logs in.</summary>
    public async Task<Answer> LogInAsync(string username = TestRealm.User, string password = TestRealm.Password, params (string Name, string Value)[] changes) =>
        await SubmitLoginAsync(await GetAsync(AuthorizeUrl(changes)), username, password);

    public string? CookieValue(string name) => Cookies.GetCookies(new Uri($"{Realm}/"))[name]?.Value;

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    internal sealed partial record Answer(HttpStatusCode Status, string Body, HttpResponseMessage Response)
    {
        public string? Location => Response.Headers.Location?.OriginalString;

        /// <summary>A text in the JSON body; null when it has none of that name.</summary>
        public string? Text(string name)
        {
            using var json = JsonDocument.Parse(Body);
            return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
        }

        public string FormAction => FormActionPattern().Match(Body) is { Success: true } match
            ? WebUtility.HtmlDecode(match.Groups[1].Value)
            : throw new InvalidOperationException($"No form in {Status} {Location}: {Body}");

        /// <summary>A parameter of the redirect's query or fragment.</summary>
        public string? Parameter(string name)
        {
            var start = Location?.IndexOfAny(['?', '#']) ?? -1;
            return start < 0 ? null : HttpUtility.ParseQueryString(Location![(start + 1)..])[name];
        }

        public string Code => Parameter("code") ?? throw new InvalidOperationException($"No code in {Status} {Location}: {Body}");

        public string Header(string name) =>
            Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join("\n", values) : string.Empty;

        public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
            new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);

        [GeneratedRegex("action=\"([^\"]+)\"")]
        private static partial Regex FormActionPattern();
    }
}
