namespace Identity.Grains.Passwords;

/// <summary>The wrong passwords and codes that came from one network of late, whoever's they should have been.</summary>
/// <remarks>Key: <see cref="GuessingNetwork"/>. Owns: the count, until it is forgotten. Written: before the reply. Called by: password and code checks
/// that have failed; one that succeeds asks nothing here.</remarks>
[Alias("identity.network-grain"), Version(1)]
public interface INetworkGrain : IGrainWithStringKey
{
    /// <summary>Counts one more. Answers when all will be forgotten, in Unix milliseconds.</summary>
    /// <param name="each">Milliseconds for which one failure is remembered after those before it.</param>
    [Alias("count")]
    Task<long> CountAsync(long each);
}
