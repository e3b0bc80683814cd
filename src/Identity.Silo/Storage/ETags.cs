using System.Globalization;

namespace Identity.Silo.Storage;

/// <summary>How a row's version is written as an ETag.</summary>
internal static class ETags
{
    /// <summary>The ETag of a version.</summary>
    public static string Of(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version that an ETag names; null when there is no row.</summary>
    public static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);
}
