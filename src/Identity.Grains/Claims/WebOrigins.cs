using Identity.Grains.Clients;

namespace Identity.Grains.Claims;

/// <summary>The origins whose scripts may call on behalf of a client.</summary>
public static class WebOrigins
{
    /// <summary>The client's web origins; + stands for those of its redirect URIs. * is given as it is.</summary>
    public static IReadOnlyList<string> Of(ClientState client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var origins = client.WebOrigins.Where(origin => origin is not "+" and not "").Select(origin => origin.TrimEnd('/'));
        if (client.WebOrigins.Contains("+"))
        {
            origins = origins.Concat(client.RedirectUris.Select(address => OriginOf(client.RootUrl, address)).OfType<string>());
        }

        return [.. origins.Distinct(StringComparer.Ordinal)];
    }

    private static string? OriginOf(string? rootUrl, string address)
    {
        var absolute = address.StartsWith('/') ? rootUrl : address.TrimEnd('*');
        return Uri.TryCreate(absolute, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.GetLeftPart(UriPartial.Authority)
            : null;
    }
}
