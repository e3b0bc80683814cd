using Identity.Grains.Keys;

namespace Identity.Grains.Tests.Keys;

public sealed class TurnsAtMakingKeys : IDisposable
{
    private static readonly CancellationToken s_forever = CancellationToken.None;

    private readonly KeyTurns _turns = new();

    [Fact]
    public async Task One_key_is_made_at_a_time_whoever_asks()
    {
        var first = await _turns.EnterAsync("a", s_forever);
        var second = _turns.MakeAsync("b", () => "made", s_forever);

        Assert.False(second.IsCompleted);
        first.Dispose();

        Assert.Equal("made", await second);
    }

    [Fact]
    public async Task Who_asks_for_many_at_once_is_refused_and_others_are_not()
    {
        using var first = await _turns.EnterAsync("a", s_forever);
        var waiting = Enumerable.Range(0, KeyTurns.MaxWaitingOfOne).Select(_ => _turns.EnterAsync("a", s_forever)).ToList();
        var other = _turns.EnterAsync("b", s_forever);

        await Assert.ThrowsAsync<KeyQueueFullException>(() => _turns.EnterAsync("a", s_forever));
        Assert.False(other.IsCompleted);

        first.Dispose();
        (await other).Dispose();
        foreach (var turn in waiting)
        {
            (await turn).Dispose();
        }
    }

    [Fact]
    public async Task A_key_that_cannot_be_made_leaves_its_turn_to_the_next()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _turns.MakeAsync<string>("a", () => throw new InvalidOperationException(), s_forever));

        Assert.Equal("made", await _turns.MakeAsync("a", () => "made", s_forever));
    }

    public void Dispose() => _turns.Dispose();
}
