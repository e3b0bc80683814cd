namespace Identity.Gateway.Authorize;

/// <summary>Adds an answer to a client's address, which may have a query and a fragment of its own.</summary>
internal static class RedirectAddress
{
    /// <summary>The address with the encoded parameters at the end of its query.</summary>
    public static string WithQuery(string address, string parameters)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (page, fragment) = hash < 0 ? (address, string.Empty) : (address[..hash], address[hash..]);
        var separator = page switch
        {
            _ when page.EndsWith('?') || page.EndsWith('&') => string.Empty,
            _ when page.Contains('?', StringComparison.Ordinal) => "&",
            _ => "?",
        };
        return $"{page}{separator}{parameters}{fragment}";
    }

    /// <summary>The address with the encoded parameters at the end of its fragment.</summary>
    public static string WithFragment(string address, string parameters) => address switch
    {
        _ when address.EndsWith('#') => address + parameters,
        _ when address.Contains('#', StringComparison.Ordinal) => $"{address}&{parameters}",
        _ => $"{address}#{parameters}",
    };
}
