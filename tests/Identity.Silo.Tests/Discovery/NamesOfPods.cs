using System.Net;
using System.Net.Sockets;
using Identity.Silo.Discovery;
using Identity.Testing;
using Microsoft.Extensions.Logging;

namespace Identity.Silo.Tests.Discovery;

public sealed class NamesOfPods : IAsyncDisposable
{
    private static readonly IPAddress s_own = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress s_other = IPAddress.Parse("10.0.0.2");
    private readonly TestClock _time = new();
    private readonly TestNames _names = new(s_own, s_other);
    private readonly LineLog _log = new();
    private readonly NameWatch _watch;
    private RunningWork? _running;
    private int _changes;

    public NamesOfPods()
    {
        using var factory = new LoggerFactory([_log]);
        var options = new DiscoveryOptions("test", "pod", s_own, 7800, 11111, ["pods.test"], [], null);
        _watch = new NameWatch(options, _time, factory.CreateLogger<NameWatch>(), _names.ResolveAsync);
        _watch.Changed += () => Interlocked.Increment(ref _changes);
    }

    private NameAnswer Answer => Assert.Single(_watch.Answers);

    [Fact]
    public async Task Are_the_addresses_of_the_answer()
    {
        await StartAsync();

        Assert.Equal((NameStatus.Ok, 2, 0, 1), (Answer.Status, Answer.Addresses.Count, Answer.More, _changes));
        Assert.True(_watch.Asked.IsCompletedSuccessfully);
        Assert.True(_watch.IsTrustworthy);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "NotFound")]
    [InlineData(SocketError.NoData, "NotFound")]
    [InlineData(SocketError.TryAgain, "ServerFailure")]
    [InlineData(SocketError.NoRecovery, "Error")]
    public async Task Stay_as_they_were_while_the_server_fails(SocketError error, string status)
    {
        await StartAsync();

        _names.Fail(error);
        await NextAsync();
        await NextAsync();

        Assert.Equal((status, 2, 1), (Answer.Status.ToString(), Answer.Addresses.Count, _changes));
        Assert.Equal(TimeSpan.FromSeconds(1), _time.GetElapsedTime(Answer.FailingSince));
        Assert.False(_watch.IsTrustworthy);
        Assert.Single(_log.Warnings);

        _names.Answer(s_own, s_other);
        await NextAsync();

        Assert.Equal((NameStatus.Ok, 0L), (Answer.Status, Answer.FailingSince));
        Assert.True(_watch.IsTrustworthy);
        Assert.Equal(1, _changes);
        Assert.Contains("pods.test can be resolved again after 2.0 s", _log.Lines);
    }

    [Fact]
    public async Task Do_not_exist_when_the_answer_is_empty()
    {
        _names.Answer();
        await StartAsync();

        Assert.Equal(NameStatus.NotFound, Answer.Status);
        Assert.True(_watch.Asked.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Are_asked_for_once_while_a_question_is_out_and_again_after_it()
    {
        await StartAsync();
        var hanging = new TaskCompletionSource<IPAddress[]>();
        _names.Do(() => hanging.Task);
        var asked = _names.Asked;
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _names.Asked == asked + 1 && _time.TimerCount == 2, "the resolver hangs");

        _time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => Answer.Status == NameStatus.Timeout, "two seconds are enough");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((asked + 1, 2, false), (_names.Asked, Answer.Addresses.Count, _watch.IsTrustworthy));

        _names.Answer(s_own);
        hanging.SetException(new SocketException((int)SocketError.TryAgain));
        await Eventually.TrueAsync(() => Answer.Status == NameStatus.Ok, "the name is asked for again");
        Assert.Equal([s_own], Answer.Addresses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Survive_a_resolver_that_throws(bool atOnce)
    {
        _names.Do(() => atOnce ? throw new ArgumentException("a name that cannot be") : Task.FromException<IPAddress[]>(new InvalidOperationException()));
        await StartAsync();
        Assert.Equal(NameStatus.Error, Answer.Status);

        _names.Answer(s_own);
        await NextAsync();

        Assert.Equal(NameStatus.Ok, Answer.Status);
    }

    [Fact]
    public async Task Are_the_same_in_another_order_and_form()
    {
        await StartAsync();

        _names.Answer(s_other, s_own.MapToIPv6(), s_own);
        await NextAsync();

        Assert.Equal(1, _changes);
        Assert.Equal((2, 0), (Answer.Addresses.Count, Answer.More));
    }

    [Fact]
    public async Task Change_with_each_other_answer_and_say_so_once()
    {
        await StartAsync();

        _names.Answer(s_own);
        await NextAsync();
        await NextAsync();

        Assert.Equal(2, _changes);
        Assert.Equal(["pods.test is 10.0.0.1, 10.0.0.2", "pods.test is 10.0.0.1"], _log.Lines);
    }

    [Fact]
    public async Task Beyond_64_addresses_prove_no_absence()
    {
        _names.Answer([s_own, .. Enumerable.Range(0, 99).Select(number => new IPAddress([10, 0, 1, (byte)number]))]);
        await StartAsync();

        Assert.Equal((64, 36, NameStatus.Ok), (Answer.Addresses.Count, Answer.More, Answer.Status));
        Assert.Contains(s_own, _watch.Addresses);
        Assert.False(_watch.IsTrustworthy);
    }

    [Fact]
    public async Task Without_the_own_address_are_not_trusted()
    {
        _names.Answer(s_other);
        await StartAsync();

        Assert.Equal(NameStatus.Ok, Answer.Status);
        Assert.False(_watch.IsTrustworthy);
    }

    [Fact]
    public async Task Answered_three_seconds_ago_are_not_trusted()
    {
        await StartAsync();
        var hanging = new TaskCompletionSource<IPAddress[]>();
        _names.Do(() => hanging.Task);
        var asked = _names.Asked;
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _names.Asked > asked, "the next question is out");
        Assert.True(_watch.IsTrustworthy);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(_watch.IsTrustworthy);
    }

    public async ValueTask DisposeAsync()
    {
        await (_running?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task StartAsync()
    {
        _running = RunningWork.Start(_watch, _time);
        await Eventually.TrueAsync(() => Answer.Status != NameStatus.Asking && _watch.Asked.IsCompleted, "the name was asked for");
    }

    private async Task NextAsync()
    {
        var asked = _names.Asked;
        var before = Answer;
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => _names.Asked == asked + 1 && !ReferenceEquals(Answer, before), "the next answer is taken");
    }
}
