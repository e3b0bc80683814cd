using Identity.Gateway.Outgoing;
using Identity.Grains.Background;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Logout.Notices;

/// <summary>Sends one notice, once (OpenID Connect Back-Channel Logout 1.0 section 2.5): within three seconds, by the door for outgoing calls.</summary>
/// <remarks>The client is looked up again: one that was removed or disabled meanwhile is told nothing, one that moved is told at its new address.</remarks>
internal sealed partial class NoticeDelivery(OutgoingHttp http, RealmSnapshots realms, NoticeMetrics metrics, TimeProvider time, ILogger<NoticeDelivery> logger)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    // Whoever may register clients can make these come as often as it likes.
    private readonly RareLog _warnings = new(TimeProvider.System, TimeSpan.FromSeconds(1));

    /// <summary>Where the client wants to be told of logouts; null: nowhere.</summary>
    public static string? Address(ClientState client) => client.Attributes.GetValueOrDefault("backchannel.logout.url") is { Length: > 0 } address ? address : null;

    /// <summary>Sends it and says how that ended.</summary>
    public async Task<NoticeEnd> SendAsync(LogoutNotice notice, CancellationToken cancellationToken)
    {
        if (await realms.FindAsync(notice.Realm.Realm.Name, cancellationToken) is not { } realm
            || realm.Id != notice.Realm.Realm.Id
            || realm.FindClientById(notice.ClientId) is not { Enabled: true } client
            || Address(client) is not { } address)
        {
            metrics.Count("withdrawn");
            return NoticeEnd.Done;
        }

        var token = LogoutToken.Create(notice.Realm.Of(realm), client, notice.Session, time.GetUtcNow());
        var answer = await http.SendAsync(
            new OutgoingCall(HttpMethod.Post, address) { Patience = s_patience, Content = () => new FormUrlEncodedContent([new("logout_token", token)]) },
            cancellationToken);
        Tell(realm.Name, client.ClientId, answer);
        return answer is OutgoingAnswer.TimedOut ? NoticeEnd.OutOfTime : NoticeEnd.Done;
    }

    private void Tell(string realm, string clientId, OutgoingAnswer answer)
    {
        var (outcome, problem) = answer switch
        {
            OutgoingAnswer.Answered { IsSuccess: true } => ("delivered", null),
            OutgoingAnswer.Answered answered => ("rejected", $"it answered {answered.Status}"),
            OutgoingAnswer.Refused refused => ("refused", refused.Reason),
            OutgoingAnswer.TimedOut => ("timeout", "it did not answer in time"),
            OutgoingAnswer.Failed failed => ("failed", failed.Reason),
            _ => throw new InvalidOperationException($"{answer} is no outcome."),
        };
        metrics.Count(outcome);
        if (problem is not null && _warnings.IsTime())
        {
            LogNotTold(realm, clientId, problem);
        }
        else if (problem is not null)
        {
            LogNotToldEither(realm, clientId, problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Realm {Realm}: client {ClientId} could not be told of a logout: {Reason}")]
    private partial void LogNotTold(string realm, string clientId, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Realm {Realm}: client {ClientId} could not be told of a logout either: {Reason}")]
    private partial void LogNotToldEither(string realm, string clientId, string reason);
}
