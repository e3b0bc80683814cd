using System.Globalization;
using System.Security.Cryptography;

namespace Identity.Silo.Storage;

/// <summary>The versions of rows, and how they are written as ETags.</summary>
internal static class ETags
{
    /// <summary>The ETag of a version.</summary>
    public static string Of(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Names one writing of one row, for good.</summary>
    public static long NewVersion() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    /// <summary>The version that an ETag names; null when there is no row.</summary>
    public static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);
}
