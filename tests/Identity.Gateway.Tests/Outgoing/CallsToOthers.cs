using System.Net;
using System.Net.Sockets;
using Identity.Gateway.Outgoing;
using Microsoft.Extensions.Options;

namespace Identity.Gateway.Tests.Outgoing;

/// <summary>HTTP calls to addresses that others have named, whatever is there.</summary>
public sealed class CallsToOthers : IDisposable
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(700);
    private static readonly IPNetwork s_loopback = IPNetwork.Parse("127.0.0.0/8");
    private readonly NameResolver _names = new();
    private readonly List<OutgoingHttp> _doors = [];

    public static TheoryData<string> NoAddresses =>
    [
        "", " ", "http://", "http:///x", "//", "/x", "x", "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:,x", "gopher://127.0.0.1:25/",
        "http://ß" + new string('a', 130), "http://ß" + string.Concat(Enumerable.Repeat("aaaaaaaaa.", 130)), "http://ß" + string.Concat(Enumerable.Repeat(".a", 130)), "http://" + new string('a', 300) + ".example/",
        "http://[::1", "http://[::1]x/", "http://[fe80::1%25eth0", "http://a:99999/", "http://a:-1/", "http://a:0/", "http://a:1:2/", "http://a:b/",
        "http://user@127.0.0.1/", "http://user:secret@127.0.0.1/", "http://127.0.0.1\0/", "http://127.0.0.1/\0", "http://127.0.0.1/\r\nX: y", "http://a\tb/", "http:\\\\127.0.0.1\\",
        "http://" + new string('x', 100_000), "http://127.0.0.1/" + new string('x', 100_000), "http://\ud800/", "http://a\u2028b/", "http://.../", "http://%00/", "http://%/", "http://*/", "http://a b/",
    ];

    [Theory]
    [MemberData(nameof(NoAddresses))]
    public async Task An_address_that_is_none_is_refused(string address)
    {
        var answer = await Door(s_loopback).SendAsync(new OutgoingCall(HttpMethod.Get, address) { Patience = s_short }, CancellationToken.None);

        Assert.True(answer is OutgoingAnswer.Refused or OutgoingAnswer.Failed, $"{answer}");
    }

    [Fact]
    public async Task An_address_of_random_letters_is_an_outcome()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var letters = "aß.:/\\@[]%#?0123456789-_\0\r\n \u2028\ud800é漢𐍈{}~".ToCharArray();
        var door = Door((_, _) => throw new SocketException((int)SocketError.HostNotFound));

        for (var round = 0; round < 2_000; round++)
        {
            var address = "http://" + string.Concat(random.GetItems(letters, random.Next(300)));

            var answer = await door.SendAsync(new OutgoingCall(HttpMethod.Get, address), CancellationToken.None);

            Assert.True(answer is OutgoingAnswer.Refused or OutgoingAnswer.Failed, $"seed {seed}: {address}: {answer}");
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://0177.0.0.1:PORT/")]
    [InlineData("http://127.1:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://0.0.0.0:PORT/")]
    [InlineData("http://[::]:PORT/")]
    public async Task An_address_of_this_machine_is_refused(string address)
    {
        await using var receiver = Receiver.Says("HTTP/1.1 200 OK\r\n\r\n");

        var answer = await Door().SendAsync(Get(address.Replace("PORT", $"{receiver.Port}", StringComparison.Ordinal)), CancellationToken.None);

        Assert.IsType<OutgoingAnswer.Refused>(answer);
        Assert.Equal(0, receiver.Connections);
    }

    // Resolvers differ in whether they know these.
    [Theory]
    [InlineData("http://localhost.:PORT/")]
    [InlineData("http://１２７.0.0.1:PORT/")]
    public async Task A_name_that_may_be_of_this_machine_is_not_called(string address)
    {
        await using var receiver = Receiver.Says("HTTP/1.1 200 OK\r\n\r\n");

        var answer = await Door().SendAsync(Get(address.Replace("PORT", $"{receiver.Port}", StringComparison.Ordinal)), CancellationToken.None);

        Assert.True(answer is OutgoingAnswer.Refused or OutgoingAnswer.Failed, $"{answer}");
        Assert.Equal(0, receiver.Connections);
    }

    [Fact]
    public async Task A_name_is_judged_by_all_its_addresses_and_what_is_judged_is_called()
    {
        await using var receiver = Receiver.Says("HTTP/1.1 200 OK\r\n\r\n");
        var asked = 0;
        IPAddress[] good = [IPAddress.Loopback];
        var door = Door((_, _) => Task.FromResult(asked++ == 0 ? good : [IPAddress.Parse("10.0.0.1")]), s_loopback);

        var first = await door.SendAsync(Get($"http://app.example:{receiver.Port}/"), CancellationToken.None);
        var second = await door.SendAsync(Get($"http://app.example:{receiver.Port}/"), CancellationToken.None);
        var both = await Door((_, _) => Task.FromResult((IPAddress[])[.. good, IPAddress.Parse("169.254.169.254")]), s_loopback)
            .SendAsync(Get($"http://app.example:{receiver.Port}/"), CancellationToken.None);

        Assert.Equal(200, Assert.IsType<OutgoingAnswer.Answered>(first).Status);
        Assert.Contains("10.0.0.1 is private", Assert.IsType<OutgoingAnswer.Refused>(second).Reason, StringComparison.Ordinal);
        Assert.Contains("link-local", Assert.IsType<OutgoingAnswer.Refused>(both).Reason, StringComparison.Ordinal);
        Assert.Equal((2, 1), (asked, receiver.Connections));
    }

    [Theory]
    [InlineData("//")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://ß:99999/")]
    [InlineData("OTHER")]
    public async Task A_redirect_is_an_answer_and_not_followed(string location)
    {
        await using var other = Receiver.Says("HTTP/1.1 200 OK\r\n\r\n");
        await using var receiver = Receiver.Says($"HTTP/1.1 302 Found\r\nLocation: {(location == "OTHER" ? other.Url : location)}\r\nContent-Length: 0\r\n\r\n");

        var answer = await Door(s_loopback).SendAsync(Get(receiver.Url), CancellationToken.None);

        Assert.Equal(302, Assert.IsType<OutgoingAnswer.Answered>(answer).Status);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task An_endless_body_is_not_read_or_cut_off()
    {
        await using var receiver = Receiver.NeverEnds("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", new string('x', 64 * 1024));
        var before = GC.GetTotalAllocatedBytes();

        var unread = await Door(s_loopback).SendAsync(Get(receiver.Url), CancellationToken.None);
        var cut = await Door(s_loopback).SendAsync(Get(receiver.Url) with { MaxBodyBytes = 100_000 }, CancellationToken.None);

        Assert.Equal(200, Assert.IsType<OutgoingAnswer.Answered>(unread).Status);
        Assert.Contains("100000", Assert.IsType<OutgoingAnswer.Failed>(cut).Reason, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 200_000_000);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X: y\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "y")]
    [InlineData("", "x")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("", "\0")]
    public async Task A_head_that_never_ends_is_given_up(string beginning, string more)
    {
        await using var receiver = Receiver.NeverEnds(beginning, string.Concat(Enumerable.Repeat(more, 1000)));
        var start = TimeProvider.System.GetTimestamp();

        var answer = await Door(s_loopback).SendAsync(Get(receiver.Url), CancellationToken.None);

        Assert.True(answer is OutgoingAnswer.Failed or OutgoingAnswer.TimedOut, $"{answer}");
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task The_whole_answer_has_one_time()
    {
        await using var silent = Receiver.SaysNothing();
        await using var trickling = new Receiver(async (stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), token);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (await timer.WaitForNextTickAsync(token))
            {
                await stream.WriteAsync("x"u8.ToArray(), token);
            }
        });

        var answers = await Task.WhenAll(
            Door(s_loopback).SendAsync(Get(silent.Url) with { Patience = s_short }, CancellationToken.None),
            Door(s_loopback).SendAsync(Get(trickling.Url) with { Patience = s_short, MaxBodyBytes = 1_000_000 }, CancellationToken.None),
            Door(async (_, token) => { await Task.Delay(Timeout.Infinite, token); return []; }).SendAsync(Get("http://app.example/") with { Patience = s_short }, CancellationToken.None));

        Assert.All(answers, answer => Assert.IsType<OutgoingAnswer.TimedOut>(answer));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("HTTP/9.9 999 ?\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: ß;;=\0\r\nContent-Length: 1\r\n\r\n")]
    public async Task What_is_no_answer_is_an_outcome(string answer)
    {
        await using var receiver = Receiver.Says(answer);

        var outcome = await Door(s_loopback).SendAsync(Get(receiver.Url) with { MaxBodyBytes = 1000 }, CancellationToken.None);

        Assert.True(outcome is OutgoingAnswer.Failed or OutgoingAnswer.Answered { Body.Length: 0 }, $"{outcome}");
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_the_only_thing_that_is_thrown()
    {
        await using var receiver = Receiver.SaysNothing();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Door(s_loopback).SendAsync(Get(receiver.Url), stop.Token));
    }

    public void Dispose()
    {
        _doors.ForEach(door => door.Dispose());
        _names.Dispose();
    }

    private static OutgoingCall Get(string address) => new(HttpMethod.Get, address);

    private OutgoingHttp Door(params IPNetwork[] allowed) => Door(null, allowed);

    private OutgoingHttp Door(Func<string, CancellationToken, Task<IPAddress[]>>? resolve, params IPNetwork[] allowed)
    {
        var options = Options.Create(new OutgoingOptions { AllowedNetworks = allowed });
        var door = new OutgoingHttp(new OutgoingConnections(new OutgoingRule(options), _names, resolve), new OutgoingTrust(options));
        _doors.Add(door);
        return door;
    }
}
