using System.Buffers.Text;
using System.Security.Cryptography;

namespace Identity.Grains.Claims;

/// <summary>What keeps applications from telling users' ids from the pairwise subjects that they get.</summary>
public static class PairwiseSalt
{
    private const string Mapper = "oidc-sha256-pairwise-sub-mapper";
    private const string Setting = "pairwiseSubAlgorithmSalt";
    private const int Bytes = 16;

    /// <summary>A new one: 128 random bits.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The settings of a mapper, with a salt where it needs one and has none.</summary>
    public static Dictionary<string, string> Complete(string mapper, Dictionary<string, string> config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (mapper == Mapper && string.IsNullOrEmpty(config.GetValueOrDefault(Setting)))
        {
            config[Setting] = New();
        }

        return config;
    }
}
