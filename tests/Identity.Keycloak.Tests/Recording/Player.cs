using System.Text;
using System.Text.Json.Nodes;

namespace Identity.Keycloak.Tests.Recording;

/// <summary>Plays the scenario on one server, as one browser and one administrator.</summary>
internal sealed class Player(string baseUrl) : IDisposable
{
    private static readonly TimeSpan s_adminTokenUse = TimeSpan.FromSeconds(30);

    // Parameters of an authorization request that says nothing else.
    private static readonly (string Name, string Value)[] s_authorization =
    [
        ("response_type", "code"), ("client_id", "app"), ("redirect_uri", "{redirect}"), ("scope", "openid"),
        ("state", "st"), ("nonce", "no"), ("code_challenge", "{challenge}"), ("code_challenge_method", "S256"),
    ];

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly References _references = new(baseUrl);
    private readonly CookieJar _cookies = new();
    private string _adminToken = string.Empty;
    private long _adminTokenSince;

    /// <summary>Sends everything; answers what came for each recorded id. Ids whose request needs what the server did not give are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Answer>> PlayAsync(IEnumerable<Step> steps)
    {
        var answers = new Dictionary<string, Answer>();
        foreach (var step in steps)
        {
            if (await SendAsync(step) is { } answer)
            {
                _ = step.Name is { } name && Keep(name, answer);
                _ = step.Id is { } id && answers.TryAdd(id, answer);
            }
        }

        return answers;
    }

    public void Dispose() => _http.Dispose();

    private bool Keep(string name, Answer answer)
    {
        _references.Keep(name, answer);
        return true;
    }

    private async Task<Answer?> SendAsync(Step step)
    {
        if (step.NewBrowser)
        {
            _cookies.Clear();
        }

        if (step.Pause > TimeSpan.Zero)
        {
            // Instants in tokens are whole seconds: the next one has to begin.
            using var pause = new PeriodicTimer(step.Pause);
            await pause.WaitForNextTickAsync();
        }

        using var request = await RequestAsync(step);
        return request is null ? null : await AnswerAsync(request);
    }

    private async Task<HttpRequestMessage?> RequestAsync(Step step)
    {
        var parts = (step.Send == "authorize" ? "GET {oidc}/auth" : step.Send).Split(' ', 2);
        // Nothing, or an address of the application: there is no page to ask this server for.
        if (_references.Fill(parts[1]) is not { } path || !(path.StartsWith('/') || path.StartsWith(baseUrl + "/", StringComparison.Ordinal)))
        {
            return null;
        }

        var parameters = Parameters(step).ToList();
        var query = parameters.Count == 0 ? string.Empty : "?" + Encode(parameters);
        var request = new HttpRequestMessage(HttpMethod.Parse(parts[0]), (path.StartsWith('/') ? baseUrl + path : path) + query)
        {
            Content = Content(step),
        };
        // As it was recorded: sessions name the browser.
        request.Headers.TryAddWithoutValidation("User-Agent", "Python-urllib/3.11");
        foreach (var (name, value) in step.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, (string?)value);
        }

        if (await AuthorizationAsync(step) is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (_cookies.HeaderFor(request.RequestUri!.AbsolutePath) is { Length: > 0 } cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return request;
    }

    private IEnumerable<(string, string)> Parameters(Step step)
    {
        var own = step.Query ?? [];
        var usual = step.Send == "authorize" ? s_authorization.Where(parameter => !own.ContainsKey(parameter.Name)) : [];
        return usual.Select(parameter => (parameter.Name, _references.Fill(parameter.Value)!))
            .Concat(own.Where(parameter => parameter.Value is not null).Select(parameter => (parameter.Key, _references.Fill((string)parameter.Value!) ?? string.Empty)));
    }

    private ByteArrayContent? Content(Step step)
    {
        var (text, type) = step switch
        {
            { Form: { } form } => (Encode(form.SelectMany(field => Values(field.Value).Select(value => (field.Key, value)))), "application/x-www-form-urlencoded"),
            { Json: { } json } => (_references.Fill(json)!.ToJsonString(), "application/json"),
            _ => (step.Text, "application/json"),
        };
        if (text is null)
        {
            return null;
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private IEnumerable<string> Values(JsonNode? field) =>
        (field is JsonArray many ? many.Select(value => (string)value!) : [(string)field!]).Select(value => _references.Fill(value) ?? string.Empty);

    private async Task<string?> AuthorizationAsync(Step step) => step switch
    {
        { Basic: { } basic } => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)),
        { Bearer: "admin" } => "Bearer " + await AdminTokenAsync(),
        { Bearer: { } bearer } => _references.Fill(bearer) is { } token ? "Bearer " + token : null,
        _ => null,
    };

    private async Task<string> AdminTokenAsync()
    {
        if (_adminToken.Length == 0 || TimeProvider.System.GetElapsedTime(_adminTokenSince) > s_adminTokenUse)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "password", ["client_id"] = "admin-cli", ["username"] = "admin", ["password"] = "admin",
            });
            using var response = await _http.PostAsync(new Uri($"{baseUrl}/realms/master/protocol/openid-connect/token"), form);
            response.EnsureSuccessStatusCode();
            _adminToken = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!;
            _adminTokenSince = TimeProvider.System.GetTimestamp();
        }

        return _adminToken;
    }

    private async Task<Answer> AnswerAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var headers = new Dictionary<string, string>();
        var cookies = new List<string>();
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            headers[name.ToLowerInvariant()] = values.Last();
            cookies.AddRange(name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) ? values : []);
        }

        cookies.ForEach(_cookies.Take);
        return new Answer((int)response.StatusCode, headers, cookies, await response.Content.ReadAsStringAsync());
    }

    private static string Encode(IEnumerable<(string Name, string Value)> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value).Replace("%20", "+", StringComparison.Ordinal)}"));
}
