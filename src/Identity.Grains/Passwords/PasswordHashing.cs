using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Text;
using Identity.Grains.Passwords.Internal;
using Identity.Grains.Users;
using Microsoft.Extensions.Options;

namespace Identity.Grains.Passwords;

/// <summary>Hashes and verifies passwords, one a worker at a time, behind a bounded queue.</summary>
/// <remarks>The workers are threads of their own: however many logins come at once, the rest of the pod keeps its cores and its
/// thread pool. Nothing here takes a cancellation token: a client must not abort its way out of a counted attempt.</remarks>
public sealed class PasswordHashing : IDisposable
{
    /// <summary>Passwords of more UTF-8 bytes than this match nothing and cannot be set.</summary>
    public const int MaxPasswordBytes = 4096;

    private readonly BlockingCollection<PasswordHashJob> _queue;
    private readonly Thread[] _workers;
    private readonly PasswordMetrics _metrics;
    private readonly PasswordsOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Starts the workers.</summary>
    public PasswordHashing(IOptions<PasswordsOptions> options, IMeterFactory meters, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _time = time;
        _queue = new BlockingCollection<PasswordHashJob>(_options.QueueCapacity);
        _metrics = new PasswordMetrics(meters, () => _queue.Count);
        var count = _options.Workers > 0 ? _options.Workers : Math.Max(1, Environment.ProcessorCount - 1);
        _workers = [.. Enumerable.Range(1, count).Select(number => new Thread(Work) { IsBackground = true, Name = $"Password hashing {number}" })];
        foreach (var worker in _workers)
        {
            worker.Start();
        }
    }

    /// <summary>Whether the password is the stored one. Always computes one hash, of the default cost when the credential is not readable.</summary>
    /// <exception cref="PasswordQueueFullException">Too many are waiting; nothing was decided.</exception>
    public Task<bool> VerifyAsync(Credential stored, string password) =>
        VerifyAsync(StoredPassword.Parse(stored), PasswordHashPolicy.Default, password);

    /// <summary>Hashes a new password with a fresh salt, under a new credential id.</summary>
    /// <exception cref="PasswordQueueFullException">Too many are waiting; nothing was hashed.</exception>
    /// <exception cref="ArgumentException">The password is longer than <see cref="MaxPasswordBytes"/>.</exception>
    public async Task<Credential> HashAsync(string password, PasswordHashPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (IsTooLong(password))
        {
            throw new ArgumentException($"A password has at most {MaxPasswordBytes} bytes.", nameof(password));
        }

        var salt = RandomNumberGenerator.GetBytes(StoredPasswordWriter.SaltBytes);
        var hash = await ComputeAsync(policy, Encoding.UTF8.GetBytes(password), salt, policy.HashLength);
        return StoredPasswordWriter.ToCredential(new StoredPassword(policy, salt, hash), _time.GetUtcNow());
    }

    /// <summary>Stops the workers after the hash at hand; what waits is refused.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        while (_queue.TryTake(out var job))
        {
            job.Refuse(new PasswordQueueFullException());
        }

        foreach (var worker in _workers)
        {
            worker.Join();
        }

        _queue.Dispose();
    }

    /// <summary>Whether a password is too long to be hashed.</summary>
    internal static bool IsTooLong(string password) => Encoding.UTF8.GetByteCount(password) > MaxPasswordBytes;

    /// <summary>Nothing stored matches nothing, at the cost that the policy sets.</summary>
    internal async Task<bool> VerifyAsync(StoredPassword? stored, PasswordHashPolicy whenNone, string password)
    {
        var isTooLong = IsTooLong(password);
        var against = stored ?? StoredPassword.Dummy(whenNone);
        var bytes = isTooLong ? new byte[16] : Encoding.UTF8.GetBytes(password);
        var hash = await ComputeAsync(against.Policy, bytes, against.Salt, against.Hash.Length);
        return CryptographicOperations.FixedTimeEquals(hash, against.Hash) & stored is not null & !isTooLong;
    }

    private async Task<byte[]> ComputeAsync(PasswordHashPolicy policy, byte[] password, byte[] salt, int hashLength)
    {
        var job = new PasswordHashJob(policy, password, salt, hashLength, _time.GetTimestamp());
        try
        {
            if (!_queue.TryAdd(job))
            {
                _metrics.Refused();
                throw new PasswordQueueFullException();
            }

            return await job.Hash;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    private void Work()
    {
        foreach (var job in _queue.GetConsumingEnumerable())
        {
            try
            {
                Do(job);
            }
            catch (Exception exception)
            {
                // It would end the process: a thread of ours has nobody above it. Who waits is told.
                job.Refuse(exception);
            }
        }
    }

    private void Do(PasswordHashJob job)
    {
        if (_time.GetElapsedTime(job.QueuedAt) > _options.MaxWait)
        {
            _metrics.Refused();
            job.Refuse(new PasswordQueueFullException());
            return;
        }

        var start = TimeProvider.System.GetTimestamp();
        job.Run();
        _metrics.Hashed(job.Algorithm, TimeProvider.System.GetElapsedTime(start));
    }
}
