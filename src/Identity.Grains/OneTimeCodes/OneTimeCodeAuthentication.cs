using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Identity.Grains.OneTimeCodes;

/// <summary>Decides whether a one-time code is a user's, and counts those that are not as wrong passwords are counted, by user and by network.</summary>
public sealed class OneTimeCodeAuthentication(IGrainFactory grains, GuessingNetworks networks, IOptions<PasswordsOptions> options)
{
    private const int MaxLength = 16;
    private const int MaxWrites = 10;

    /// <summary>Checks the code of a user whose password was right. Spent, or counted as a failure, before the reply: no code serves twice.</summary>
    /// <param name="realm">The user's.</param>
    /// <param name="userId">Whose code it should be.</param>
    /// <param name="code">As typed.</param>
    /// <param name="ipAddress">Where the attempt comes from.</param>
    /// <param name="serverOf">The client that sends it, as for a password.</param>
    /// <param name="browserMark">What the browser keeps of the user (<see cref="KnownBrowsers"/>).</param>
    /// <remarks>Takes no cancellation token: a caller that goes away must not leave a guess uncounted.</remarks>
    public async Task<bool> CheckAsync(RealmSnapshot realm, string userId, string? code, string? ipAddress, string? serverOf, string? browserMark)
    {
        ArgumentNullException.ThrowIfNull(realm);
        var atLeast = Task.Delay(options.Value.RefusalTime, CancellationToken.None);
        var grain = grains.Find<IUserGrain>(realm.Id, userId);
        var typed = code?.Trim();
        var attempt = new OneTimeCode { Code = typed is { Length: <= MaxLength } ? typed : null, IpAddress = ipAddress, BrowserMark = browserMark };
        for (var write = 1; ; write++)
        {
            try
            {
                if (await grain.UseOneTimeCodeAsync(attempt))
                {
                    return true;
                }

                break;
            }
            catch (InconsistentStateException) when (write < MaxWrites)
            {
                // Decided anew on what is there now.
            }
        }

        await networks.CountAsync(browserMark is null ? networks.Find(realm, ipAddress, serverOf) : null);
        await atLeast;
        return false;
    }
}
