using System.Net.Sockets;
using Identity.Faults.Bed;
using Identity.Faults.Networks;

namespace Identity.Faults.Load;

/// <summary>Sends requests from the clients' machine and says what can be known of them.</summary>
internal sealed class Wire(TestBed bed, Journal journal) : IDisposable
{
    /// <summary>How long a client waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = bed.Clients.NewHttpClient(Patience);

    public Task<Reply> PostAsync(Target target, string path, IReadOnlyDictionary<string, string> form, string? cookies = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, target.Url + path) { Content = new FormUrlEncodedContent(form) }, cookies);

    public Task<Reply> GetAsync(Target target, string path, string? cookies = null, string? bearer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target.Url + path);
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        return SendAsync(request, cookies);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(HttpRequestMessage request, string? cookies)
    {
        if (cookies is { Length: > 0 })
        {
            request.Headers.Add("Cookie", cookies);
        }

        var invoked = journal.Now;
        using (request)
        {
            try
            {
                using var response = await _http.SendAsync(request);
                return new Reply(invoked, journal.Now)
                {
                    Status = (int)response.StatusCode,
                    Connected = true,
                    Body = await response.Content.ReadAsStringAsync(),
                    Location = response.Headers.Location,
                    Cookies = response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values] : [],
                };
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or SocketException)
            {
                return new Reply(invoked, journal.Now)
                {
                    Connected = request.Options.TryGetValue(Host.Connected, out var connected) && connected,
                    Failure = exception is OperationCanceledException ? "time-out" : (exception.InnerException ?? exception).Message,
                };
            }
        }
    }
}
