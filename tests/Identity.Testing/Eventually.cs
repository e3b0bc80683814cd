namespace Identity.Testing;

/// <summary>Waits for what another thread or process brings about.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Returns once the condition holds. Fails, saying what did not happen, after <paramref name="timeout"/> (10 s).</summary>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? timeout = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, timeout);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? timeout = null)
    {
        var patience = timeout ?? s_patience;
        var start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(s_period);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > patience)
            {
                throw new TimeoutException($"After {patience.TotalSeconds:0.#} s this had not happened: {what}");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
