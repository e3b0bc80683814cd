using Identity.Silo.Listening;
using Microsoft.AspNetCore.Connections;

namespace Identity.Silo.Tests.Listening;

public class TooManyConnections
{
    [Fact]
    public async Task Are_closed_at_once_and_taken_again_when_others_have_ended()
    {
        var release = new TaskCompletionSource();
        var served = 0;
        var guarded = new ConnectionLimit(2).Guard(_ =>
        {
            served++;
            return release.Task;
        });
        var (first, second, third) = (new DefaultConnectionContext(), new DefaultConnectionContext(), new DefaultConnectionContext());
        var running = new[] { guarded(first), guarded(second) };

        await guarded(third);

        Assert.Equal(2, served);
        release.SetResult();
        await Task.WhenAll(running);
        await guarded(new DefaultConnectionContext());
        Assert.Equal(3, served);
    }
}
