using Identity.Grains.Passwords.Internal;
using Identity.Grains.Realms;
using Identity.Grains.Storage;
using Identity.Grains.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Identity.Grains.Passwords;

/// <summary>Decides whether a user name and a password belong together, and counts those that do not.</summary>
/// <remarks>An unknown user, a wrong password, a locked user and a user without a password cost the same look-ups and one hash of the
/// realm's cost, and are answered after the same time. A user whose stored hash has another cost (an imported one) differs in
/// time until the first login, which upgrades it.</remarks>
public sealed partial class PasswordAuthentication(
    IUserDirectory users,
    UserReader reader,
    IGrainFactory grains,
    PasswordHashing hashing,
    GuessingNetworks networks,
    IOptions<PasswordsOptions> options,
    TimeProvider time,
    ILogger<PasswordAuthentication> logger)
{
    private const int MaxLoginLength = 1024;
    private const int MaxWrites = 10;

    /// <summary>Checks the password of the user with that name or, where the realm allows it, email. A failure is committed before the
    /// reply. The token stops look-ups only: from the hash on the attempt counts.</summary>
    /// <param name="realm">Where the user is.</param>
    /// <param name="login">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="ipAddress">Where the attempt comes from.</param>
    /// <param name="serverOf">The client (UUID) that has shown its credentials and hands on what the person told it; null for a person's own browser or application.</param>
    /// <param name="known">Who has logged in in the browser that it comes from.</param>
    /// <param name="cancellationToken">Stops look-ups.</param>
    /// <exception cref="PasswordQueueFullException">Too many are waiting; nothing was decided or counted.</exception>
    public async Task<PasswordResult> CheckAsync(
        RealmSnapshot realm, string login, string password, string? ipAddress, string? serverOf, IReadOnlyList<KnownUser> known, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(realm);
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(known);
        var network = networks.Find(realm, ipAddress, serverOf);
        var heldBack = networks.ClosedFor(network) is { } wait ? new PasswordResult.HeldBack(wait) : null;
        if (heldBack is not null && known.Count == 0)
        {
            return heldBack;
        }

        var userId = await FindAsync(realm, login.Trim(), cancellationToken);
        var grain = grains.Find<IUserGrain>(realm.Id, userId);
        var mark = known.FirstOrDefault(user => user.UserId == userId)?.Mark;
        var begun = await BeginAsync(realm, userId, cancellationToken);
        // Strangers of the same network hold nobody back in a browser of his or her own.
        var isKnown = mark is not null && mark == begun?.BrowserMark;
        if (heldBack is not null && !isKnown)
        {
            return heldBack;
        }

        var attempt = new Attempt(grain, PasswordHashPolicy.Of(realm.Settings), password, ipAddress, mark, isKnown ? null : network);
        var check = From(attempt, realm, begun);
        if (await TryDecideAsync(attempt, check) is { } result)
        {
            return result;
        }

        // Locked, disabled or given another password during the hash. Only the last two deserve another hash: one more for a
        // locked user would show that the password was right.
        var again = From(attempt, realm, await BeginAsync(realm, userId, CancellationToken.None));
        return again is null || again.Locked
            ? await RejectAsync(attempt, "locked meanwhile", again?.User.Id)
            : await TryDecideAsync(attempt, again) ?? await RejectAsync(attempt, "changed meanwhile", again.User.Id);
    }

    private async Task<PasswordCheck?> BeginAsync(RealmSnapshot realm, string? userId, CancellationToken cancellationToken) =>
        await reader.FindWithCredentialsAsync(realm.Id, userId, cancellationToken) is { } user ? UserRules.Begin(user, realm.Settings, time.GetUtcNow()) : null;

    private PasswordCheck? From(Attempt attempt, RealmSnapshot realm, PasswordCheck? check)
    {
        var isMarked = attempt.BrowserMark is { } mark && mark == check?.BrowserMark;
        return check is null || (check.Locked && !isMarked)
            ? check
            : check with { Locked = KnownBrowsers.IsLocked(check.User.Failures, isMarked, realm.Settings, attempt.IpAddress, time.GetUtcNow()) };
    }

    private async ValueTask<string?> FindAsync(RealmSnapshot realm, string login, CancellationToken cancellationToken)
    {
        // PostgreSQL has no text with NUL in it.
        if (login.Length is 0 or > MaxLoginLength || login.Contains('\0'))
        {
            return null;
        }

        var name = login.ToLowerInvariant();
        var byEmail = realm.Settings is { LoginWithEmailAllowed: true, DuplicateEmailsAllowed: false } && name.Contains('@')
            ? await users.FindByEmailAsync(realm.Id, name, cancellationToken)
            : null;
        return byEmail ?? await users.FindByUsernameAsync(realm.Id, name, cancellationToken);
    }

    /// <summary>Null when the password is right and the grain refused it all the same.</summary>
    private async Task<PasswordResult?> TryDecideAsync(Attempt attempt, PasswordCheck? check)
    {
        var credential = check is null || check.Locked ? null : check.Password;
        var stored = credential is null ? null : StoredPassword.Parse(credential);
        var isRight = await hashing.VerifyAsync(stored, attempt.Policy, attempt.Password);
        if (check is null || check.Locked)
        {
            return await RejectAsync(attempt, check is null ? "unknown user" : "locked", check?.User.Id, counts: check is null);
        }

        if (!isRight)
        {
            var detail = credential is null ? "no password" : stored is null ? "unreadable password" : "wrong password";
            return await RejectAsync(attempt, detail, check.User.Id, counts: true);
        }

        if (!check.User.Enabled)
        {
            return new PasswordResult.Disabled(check.User);
        }

        var success = new PasswordSuccess { Verified = credential!, IpAddress = attempt.IpAddress, BrowserMark = attempt.BrowserMark };
        if (!await WriteAsync(() => attempt.User.RecordSuccessAsync(success)))
        {
            return null;
        }

        // After the decision: an upgrade before it would take long for a right password only, locked or not.
        var current = stored!.Policy == attempt.Policy ? credential! : await UpgradeAsync(attempt, success, check.User.Id);
        return new PasswordResult.Accepted(check.User with { Failures = null }, current, check.SecondFactor);
    }

    private async Task<PasswordResult> RejectAsync(Attempt attempt, string detail, string? userId, bool counts = false)
    {
        // On the machine's clock, like the hash before it.
        var atLeast = Task.Delay(options.Value.RefusalTime, CancellationToken.None);
        if (counts)
        {
            // A try at a locked user is no guess: nobody learns from it.
            await Task.WhenAll(networks.CountAsync(attempt.Network), userId is null ? Task.CompletedTask : CountAsync(attempt));
        }

        await atLeast;
        return new PasswordResult.Rejected(detail, userId);
    }

    private static Task<bool> CountAsync(Attempt attempt) => WriteAsync(async () =>
    {
        await attempt.User.RecordFailureAsync(new PasswordFailure { IpAddress = attempt.IpAddress, BrowserMark = attempt.BrowserMark });
        return true;
    });

    /// <summary>The credential as it is stored then.</summary>
    private async Task<Credential> UpgradeAsync(Attempt attempt, PasswordSuccess success, string userId)
    {
        try
        {
            var upgraded = await hashing.HashAsync(attempt.Password, attempt.Policy);
            if (await attempt.User.RecordSuccessAsync(success with { Upgraded = upgraded }))
            {
                LogUpgraded(userId, attempt.Policy.Algorithm);
                return success.Verified with { SecretData = upgraded.SecretData, CredentialData = upgraded.CredentialData };
            }
        }
        catch (Exception exception) when (exception is PasswordQueueFullException or OrleansException)
        {
            // The next login does it.
            LogNotUpgraded(userId, exception.Message);
        }

        return success.Verified;
    }

    /// <summary>The grain gives up after a few lost races against other pods; an attempt must not go uncounted for that.</summary>
    private static async Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (InconsistentStateException) when (attempt < MaxWrites)
            {
                // Decided anew on what is there now.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "User {UserId}: the password's hash was upgraded to {Algorithm}")]
    private partial void LogUpgraded(string userId, string algorithm);

    [LoggerMessage(Level = LogLevel.Debug, Message = "User {UserId}: the password's hash was not upgraded: {Reason}")]
    private partial void LogNotUpgraded(string userId, string reason);

    private sealed class Attempt(IUserGrain user, PasswordHashPolicy policy, string password, string? ipAddress, string? browserMark, GuessingNetwork? network)
    {
        public IUserGrain User => user;

        public PasswordHashPolicy Policy => policy;

        public string Password => password;

        public string? IpAddress => ipAddress;

        public string? BrowserMark => browserMark;

        public GuessingNetwork? Network => network;
    }
}
