using Identity.Gateway.Logout.Notices;
using Identity.Testing;

namespace Identity.Gateway.Tests.Logout;

/// <summary>Which notice is sent next.</summary>
public sealed class NoticeOrder : IDisposable
{
    private readonly TestClock _time = new();
    private readonly NoticeQueue _queue;

    public NoticeOrder() => _queue = new NoticeQueue(_time);

    [Fact]
    public void Clients_take_turns()
    {
        for (var notice = 0; notice < 100; notice++)
        {
            Assert.True(Add("many"));
        }

        Add("one");

        Assert.Equal(["many", "one"], Take(5).Select(turn => turn.Notice.ClientId));
    }

    [Fact]
    public void A_client_that_answers_at_once_may_have_two_under_way_and_others_one()
    {
        Enumerable.Range(0, 5).ToList().ForEach(_ => Add("quick"));
        var first = Assert.Single(Take(5));

        _queue.Release(first, NoticeEnd.Done);

        Assert.Equal(2, Take(5).Count);
    }

    [Fact]
    public void Attempts_that_take_long_hold_up_nobody()
    {
        Enumerable.Range(0, 300).ToList().ForEach(number => Add($"slow {number}"));
        var unknown = Take(1000);
        Assert.Equal(48, unknown.Count);
        Add("quick");
        Assert.Empty(Take(1));

        for (var round = 0; round < 5; round++)
        {
            unknown.ForEach(_queue.Slow);
            unknown = Take(1000);
            Assert.Equal(48, unknown.Count);
        }

        unknown.ForEach(_queue.Slow);
        Assert.Contains(Take(1000), turn => turn.Notice.ClientId == "quick");
    }

    [Fact]
    public void Places_are_kept_for_clients_that_are_known_to_be_quick()
    {
        Add("quick");
        _queue.Release(Take(1).Single(), NoticeEnd.Done);
        Enumerable.Range(0, 1000).ToList().ForEach(number => Add($"stranger {number}"));
        Assert.Equal(48, Take(1000).Count);

        Add("quick");

        Assert.Equal("quick", Take(1).Single().Notice.ClientId);
    }

    [Fact]
    public void A_client_that_does_not_answer_is_left_alone_for_longer_each_time()
    {
        Add("silent");
        foreach (var pause in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            var turn = Take(5).Single();
            Add("silent");
            _queue.Release(turn, NoticeEnd.OutOfTime);

            _time.Advance(TimeSpan.FromSeconds(pause - 0.1));
            Assert.Empty(Take(5));
            _time.Advance(TimeSpan.FromSeconds(0.2));
        }

        Assert.Single(Take(5));
    }

    [Fact]
    public void The_silent_have_few_places()
    {
        var clients = Enumerable.Range(0, 200).Select(number => $"silent {number}").ToList();
        foreach (var client in clients)
        {
            Add(client);
            _queue.Release(Take(1).Single(), NoticeEnd.OutOfTime);
        }

        clients.ForEach(client => Add(client));
        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(16, Take(1000).Count);
        Add("stranger");
        Assert.Equal("stranger", Take(1).Single().Notice.ClientId);
    }

    [Fact]
    public void What_waits_is_bounded_for_a_client_a_realm_and_all()
    {
        Assert.Equal(200, Enumerable.Range(0, 300).Count(_ => Add("one", "a")));
        Assert.Equal(3800, Enumerable.Range(0, 5000).Count(number => Add($"c{number}", "a")));
        Assert.True(Add("one", "b"));
        Assert.Equal(5999, Enumerable.Range(0, 10_000).Count(number => Add($"c{number}", number % 2 == 0 ? "b" : "c")));
        Assert.Equal(10_000, _queue.Waiting);
    }

    [Fact]
    public void What_has_waited_too_long_is_given_up()
    {
        Add("late");
        _time.Advance(TimeSpan.FromSeconds(101));
        Add("new");

        Assert.Equal("new", Take(5).Single().Notice.ClientId);
        Assert.Equal((1L, 0), (_queue.Expired, _queue.Waiting));
    }

    [Fact]
    public void At_the_end_the_silent_are_not_waited_for()
    {
        Add("silent");
        Add("silent");
        _queue.Release(Take(1).Single(), NoticeEnd.OutOfTime);
        Add("quick");

        _queue.Close();

        Assert.False(Add("after"));
        _queue.Release(Take(5).Single(), NoticeEnd.Done);
        Assert.True(_queue.IsFinished);
    }

    public void Dispose() => _queue.Dispose();

    private bool Add(string client, string realm = "r") => _queue.TryAdd(realm, new LogoutNotice(null!, null!, client));

    private List<NoticeTurn> Take(int most)
    {
        var taken = new List<NoticeTurn>();
        while (taken.Count < most && _queue.TryTake() is { } turn)
        {
            taken.Add(turn);
        }

        return taken;
    }
}
