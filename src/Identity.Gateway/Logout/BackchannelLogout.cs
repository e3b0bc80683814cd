using System.Threading.Channels;
using Identity.Gateway.Realms;
using Identity.Grains.Background;
using Identity.Grains.Clients;
using Identity.Grains.Sessions;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Logout;

/// <summary>Tells clients that a session has ended (OpenID Connect Back-Channel Logout 1.0).</summary>
/// <remarks>In the background, after the session's end is committed: a client that does not answer delays nobody. Each is told once,
/// within 5 s; up to 10,000 notices wait, eight are under way. At shutdown those that wait are still sent, for as long as the host lets them.</remarks>
internal sealed partial class BackchannelLogout(IHttpClientFactory clients, TimeProvider time, ILogger<BackchannelLogout> logger) : IBackgroundWorker
{
    /// <summary>The named HttpClient; the host may give it a trust store.</summary>
    public const string HttpClientName = "backchannel-logout";

    private const int MaxWaiting = 10_000;
    private const int MaxParallel = 8;
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Channel<Notice> _waiting = Channel.CreateBounded<Notice>(MaxWaiting);

    /// <inheritdoc/>
    public IReadOnlyList<BackgroundWork> Works =>
        [BackgroundWork.Standing("logout-notices", SendAllAsync) with { DrainTime = DrainTime, Stopping = () => _waiting.Writer.TryComplete() }];

    /// <summary>Queues a notice for each client of the session that asked for one.</summary>
    public void Notify(RealmContext realm, SessionView session, IReadOnlyList<string> clientIds)
    {
        foreach (var id in clientIds)
        {
            if (realm.Realm.FindClientById(id) is { Enabled: true } client && Address(client) is { } address
                && !_waiting.Writer.TryWrite(new Notice(client.ClientId, address, LogoutToken.Create(realm, client, session, time.GetUtcNow()))))
            {
                LogDropped(client.ClientId);
            }
        }
    }

    private Task SendAllAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = stoppingToken },
            async (notice, _) => await SendAsync(notice));

    private async Task SendAsync(Notice notice)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var request = new HttpRequestMessage(HttpMethod.Post, notice.Address) { Content = new FormUrlEncodedContent([new("logout_token", notice.Token)]) };
        try
        {
            using var http = clients.CreateClient(HttpClientName);
            // Only the status counts: a body, however long, is not read.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (!response.IsSuccessStatusCode)
            {
                LogRefused(notice.ClientId, (int)response.StatusCode);
            }
        }
        catch (Exception exception)
        {
            LogUnreachable(notice.ClientId, exception.Message);
        }
    }

    private static Uri? Address(ClientState client) =>
        Uri.TryCreate(client.Attributes.GetValueOrDefault("backchannel.logout.url"), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {ClientId} answered its logout notice with {Status}")]
    private partial void LogRefused(string clientId, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {ClientId} could not be told of a logout: {Reason}")]
    private partial void LogUnreachable(string clientId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {ClientId} is not told of a logout: too many notices wait")]
    private partial void LogDropped(string clientId);

    private sealed record Notice(string ClientId, Uri Address, string Token)
    {
        public override string ToString() => $"Notice {{ {ClientId} }}";
    }
}
