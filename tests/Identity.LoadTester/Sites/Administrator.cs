using System.Diagnostics;
using System.Text.Json;
using Identity.LoadTester.Wires;

namespace Identity.LoadTester.Sites;

/// <summary>An administrator of the master realm, whose token is renewed before it expires.</summary>
internal sealed class Administrator(Wire wire, SiteOptions options) : IDisposable
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(40);
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private string _token = "";
    private long _obtained;

    /// <summary>A request below /admin/realms; a path that begins with a slash is taken as it is.</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? json = null) =>
        await wire.SendJsonAsync(method, path.StartsWith('/') ? path : $"/admin/realms/{path}", json, await TokenAsync());

    /// <summary>The same; throws with the answer when it is another than that.</summary>
    public async Task<Reply> DemandAsync(HttpMethod method, string path, string? json, params int[] statuses)
    {
        var reply = await SendAsync(method, path, json);
        return statuses.Contains(reply.Status)
            ? reply
            : throw new InvalidOperationException($"{method} {path} was answered with {reply.Complaint} {reply.Text("errorMessage")}");
    }

    public void Dispose() => _renewing.Dispose();

    private async Task<string> TokenAsync()
    {
        if (_token.Length > 0 && Stopwatch.GetElapsedTime(Volatile.Read(ref _obtained)) < s_renewal)
        {
            return _token;
        }

        await _renewing.WaitAsync();
        try
        {
            if (_token.Length == 0 || Stopwatch.GetElapsedTime(_obtained) >= s_renewal)
            {
                var reply = await wire.PostAsync("/realms/master/protocol/openid-connect/token",
                [
                    new("grant_type", "password"), new("client_id", "admin-cli"), new("username", options.Admin), new("password", options.AdminPassword),
                ]);
                if (reply.Status != 200)
                {
                    throw new InvalidOperationException($"The administrator {options.Admin} gets no token: {reply.Complaint}");
                }

                using var document = JsonDocument.Parse(reply.Body);
                _token = document.RootElement.GetProperty("access_token").GetString()!;
                Volatile.Write(ref _obtained, Stopwatch.GetTimestamp());
            }

            return _token;
        }
        finally
        {
            _renewing.Release();
        }
    }
}
