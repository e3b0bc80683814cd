using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Identity.Silo.Discovery;

/// <summary>One life of a silo: its endpoint, and the generation that tells it from those before and after it at the same endpoint.</summary>
internal sealed record SiloEndpoint(IPEndPoint Endpoint, long Generation)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SiloEndpoint? silo)
    {
        silo = null;
        var at = text?.LastIndexOf('@') ?? -1;
        if (at > 0
            && IPEndPoint.TryParse(text.AsSpan(0, at), out var endpoint)
            && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation))
        {
            silo = new SiloEndpoint(endpoint, generation);
        }

        return silo is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Endpoint}@{Generation}");
}
