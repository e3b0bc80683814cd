using System.Text.Json.Nodes;
using Identity.Gateway.Logout;
using Identity.Gateway.Realms;
using Identity.Gateway.Tests.Hosting;
using Identity.Gateway.Tests.Outgoing;
using Identity.Grains.Clients;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Testing;
using Identity.Testing.Oidc;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Tests.Logout;

/// <summary>What clients are told when a session ends, and what their answers do to others.</summary>
public sealed class LogoutNotices(GatewayHost host) : IAsyncDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private readonly string _realm = $"notices-{Guid.NewGuid():N}";
    private readonly List<Receiver> _receivers = [];

    private BackchannelLogout Backchannel => host.Services.GetRequiredService<BackchannelLogout>();

    private RealmSnapshots Realms => host.Services.GetRequiredService<RealmSnapshots>();

    [Fact]
    public async Task Forty_slow_receivers_delay_nobody()
    {
        var slow = Enumerable.Range(0, 40).Select(_ => Add(Receiver.SaysNothing())).ToList();
        var quick = Add(Receiver.Says(Ok));
        await ImportAsync([.. slow.Select((receiver, number) => ($"slow-{number}", receiver.Url)), ("quick", quick.Url)]);
        await NotifyAsync([.. Enumerable.Repeat(Enumerable.Range(0, 40).Select(number => $"slow-{number}"), 5).SelectMany(names => names)]);
        await Eventually.TrueAsync(() => slow.All(receiver => receiver.Connections > 0), "all slow ones have their connection");

        var start = TimeProvider.System.GetTimestamp();
        await NotifyAsync(["quick"]);
        await Eventually.TrueAsync(() => !quick.Requests.IsEmpty, "the quick one is told");

        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
        Assert.All(slow, receiver => Assert.Equal(1, receiver.Connections));
    }

    [Fact]
    public async Task Whatever_a_receiver_answers_the_next_one_is_told()
    {
        (string, Receiver)[] odd =
        [
            ("to-nowhere", Add(Receiver.Says("HTTP/1.1 302 Found\r\nLocation: //\r\nContent-Length: 0\r\n\r\n"))),
            ("to-file", Add(Receiver.Says("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"))),
            ("to-metadata", Add(Receiver.Says("HTTP/1.1 307 Temporary\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"))),
            ("endless-body", Add(Receiver.NeverEnds("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n", new string('x', 64 * 1024)))),
            ("endless-head", Add(Receiver.NeverEnds("HTTP/1.1 200 OK\r\n", "X: y\r\n"))),
            ("no-http", Add(Receiver.Says("220 mail\r\n"))),
        ];
        var quick = Add(Receiver.Says(Ok));
        await ImportAsync([.. odd.Select(each => (each.Item1, each.Item2.Url)), ("quick", quick.Url)]);

        await NotifyAsync([.. odd.Select(each => each.Item1)]);
        await Eventually.TrueAsync(() => odd.All(each => !each.Item2.Requests.IsEmpty), "all are told");
        await NotifyAsync(["quick"]);

        await Eventually.TrueAsync(() => !quick.Requests.IsEmpty, "the quick one is told");
        Assert.StartsWith("POST / HTTP/1.1", quick.Requests.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_cannot_be_called_ends_nothing()
    {
        string[] addresses =
        [
            "http://ß" + string.Concat(Enumerable.Repeat("aaaaaaaaa.", 130)), "http://ß" + new string('a', 130), "http://[::1", "file:///etc/passwd", "http://a:99999/",
            "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://no-such-host.invalid/", "javascript:alert(1)",
        ];
        var quick = Add(Receiver.Says(Ok));
        await ImportAsync([.. addresses.Select((_, number) => ($"odd-{number}", quick.Url)), ("quick", quick.Url)]);
        for (var number = 0; number < addresses.Length; number++)
        {
            await StoreAsync($"odd-{number}", addresses[number]);
        }

        await NotifyAsync([.. addresses.Select((_, number) => $"odd-{number}"), "quick"]);

        await Eventually.TrueAsync(() => !quick.Requests.IsEmpty, "the quick one is told");
        var token = System.Web.HttpUtility.ParseQueryString(quick.Requests.First().Split("\r\n\r\n")[1])["logout_token"]!;
        Assert.Equal(("quick", "sid-1"), (JwtClaims.Of(token).GetProperty("aud").GetString(), JwtClaims.Of(token).GetProperty("sid").GetString()));
    }

    [Fact]
    public async Task A_client_that_was_removed_meanwhile_is_told_nothing()
    {
        var slow = Add(Receiver.SaysNothing());
        var moved = Add(Receiver.Says(Ok));
        var quick = Add(Receiver.Says(Ok));
        await ImportAsync([("removed", slow.Url), ("moves", slow.Url), ("quick", quick.Url)]);
        var context = await ContextAsync();
        string[] ids = [.. ((string[])["removed", "moves", "quick"]).Select(name => context.Realm.FindClient(name)!.Id)];
        await ImportAsync([("moves", moved.Url), ("quick", quick.Url)]);

        Backchannel.Notify(context, Session(), ids);

        await Eventually.TrueAsync(() => !quick.Requests.IsEmpty && !moved.Requests.IsEmpty, "what is left is told, where it is now");
        Assert.Equal(0, slow.Connections);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in _receivers)
        {
            await receiver.DisposeAsync();
        }
    }

    private static SessionView Session() => new() { Id = "sid-1", UserId = "u", Username = "alice" };

    private Receiver Add(Receiver receiver)
    {
        _receivers.Add(receiver);
        return receiver;
    }

    private Task ImportAsync((string ClientId, string Address)[] clients) => host.ImportAsync(new JsonObject
    {
        ["realm"] = _realm,
        ["id"] = $"id-of-{_realm}",
        ["enabled"] = true,
        ["clients"] = new JsonArray([.. clients.Select(client => (JsonNode)new JsonObject
        {
            ["clientId"] = client.ClientId,
            ["id"] = $"{_realm}-{client.ClientId}",
            ["enabled"] = true,
            ["attributes"] = new JsonObject { ["backchannel.logout.url"] = client.Address },
        })]),
    });

    // As an earlier release may have, which took any address.
    private async Task StoreAsync(string clientId, string address)
    {
        var realm = (await Realms.FreshAsync(_realm, CancellationToken.None))!;
        var client = realm.FindClient(clientId)!;
        await host.Services.GetRequiredService<IGrainFactory>().Get<IClientGrain>(new EntityKey(realm.Id, client.Id)).UpdateAsync(
            client with { Attributes = new Dictionary<string, string>(client.Attributes) { ["backchannel.logout.url"] = address } });
    }

    private async Task<RealmContext> ContextAsync() =>
        new((await Realms.FreshAsync(_realm, CancellationToken.None))!, host.BaseUrl) { AdminUrl = host.BaseUrl };

    private async Task NotifyAsync(string[] names)
    {
        var context = await ContextAsync();
        Backchannel.Notify(context, Session(), [.. names.Select(name => context.Realm.FindClient(name)!.Id)]);
    }
}
