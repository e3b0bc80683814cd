using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Identity.LoadTester.Wires;

/// <summary>Sends requests to one pod after the other and says what can be known of the answer.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly IReadOnlyList<Uri> _pods;
    private readonly HttpClient _http;
    private int _turn;

    /// <param name="pods">The base of each; every request goes to the next one.</param>
    /// <param name="newConnections">Whether each request makes a connection of its own.</param>
    /// <param name="connect">Makes connections otherwise than this machine does; null: it makes them.</param>
    public Wire(IReadOnlyList<Uri> pods, bool newConnections, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null)
    {
        _pods = pods;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = newConnections ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
            ConnectCallback = connect,
        };
        _http = new HttpClient(handler) { Timeout = s_patience };
    }

    /// <summary>The next pod's base.</summary>
    public Uri Next() => _pods.Count == 1 ? _pods[0] : _pods[(int)((uint)Interlocked.Increment(ref _turn) % _pods.Count)];

    /// <summary>GET.</summary>
    public Task<Reply> GetAsync(string path, string? cookies = null, string? bearer = null) => SendAsync(HttpMethod.Get, path, null, cookies, bearer);

    /// <summary>POST of a form.</summary>
    public Task<Reply> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, string? cookies = null, string? bearer = null) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form), cookies, bearer);

    /// <summary>Any request with JSON, or without a body.</summary>
    public Task<Reply> SendJsonAsync(HttpMethod method, string path, string? json, string bearer) =>
        SendAsync(method, path, json is null ? null : new StringContent(json, s_json), cookies: null, bearer);

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? content, string? cookies, string? bearer)
    {
        using var request = new HttpRequestMessage(method, new Uri(Next(), path)) { Content = content };
        if (cookies is { Length: > 0 })
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        if (bearer is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
        }

        try
        {
            using var response = await _http.SendAsync(request);
            return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync())
            {
                Location = response.Headers.Location?.OriginalString,
                Cookies = response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [],
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or SocketException)
        {
            return new Reply(0, exception is OperationCanceledException ? "time-out" : exception.InnerException?.GetType().Name ?? exception.GetType().Name);
        }
    }
}
