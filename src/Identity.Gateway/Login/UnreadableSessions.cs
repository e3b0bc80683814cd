using Identity.Grains.Storage;

namespace Identity.Gateway.Login;

/// <summary>Ends many sessions of which some may not be readable as they are stored: nothing reads those, so no token of them is taken, and
/// they go when they have expired. They keep no other from ending.</summary>
internal static class UnreadableSessions
{
    /// <summary>Ends one of them.</summary>
    public static async Task PassAsync(Func<Task> end)
    {
        try
        {
            await end();
        }
        catch (UnreadableRecordException)
        {
            // Over already, for all that anybody can do with it.
        }
    }
}
