using System.Security.Cryptography;

namespace Identity.Grains.Passwords.Internal;

/// <summary>One hash to be computed.</summary>
internal sealed class PasswordHashJob(PasswordHashPolicy policy, byte[] password, byte[] salt, int hashLength, long queuedAt)
{
    // The caller goes on elsewhere: the worker's thread is for hashing.
    private readonly TaskCompletionSource<byte[]> _hash = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<byte[]> Hash => _hash.Task;

    public string Algorithm => policy.Algorithm;

    public long QueuedAt => queuedAt;

    public void Run()
    {
        try
        {
            _hash.SetResult(Compute());
        }
        catch (Exception exception)
        {
            _hash.SetException(exception);
        }
    }

    /// <summary>Fails the caller, unless it has its hash already.</summary>
    public void Refuse(Exception exception) => _hash.TrySetException(exception);

    private byte[] Compute()
    {
        var hash = new byte[hashLength];
        if (policy.IsArgon2)
        {
            Argon2.Hash(policy, password, salt, hash);
        }
        else
        {
            Rfc2898DeriveBytes.Pbkdf2(password, salt, hash, policy.Iterations, Digest(policy.Algorithm));
        }

        return hash;
    }

    private static HashAlgorithmName Digest(string algorithm) => algorithm switch
    {
        PasswordHashPolicy.Sha512 => HashAlgorithmName.SHA512,
        PasswordHashPolicy.Sha256 => HashAlgorithmName.SHA256,
        _ => HashAlgorithmName.SHA1,
    };
}
