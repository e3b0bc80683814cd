using Identity.Grains.Clients.Addresses;

namespace Identity.Gateway.Authorize;

/// <summary>Decides whether a redirect URI is one that a client registered.</summary>
/// <remarks>Comparison is exact (RFC 9700 section 2.1) but for the letter case of scheme and host, and three rules of Keycloak's:
/// a registered address that ends in <c>*</c> allows what follows it in path and query; one that begins with <c>/</c> is below the client's root
/// URL; http to a loopback host registered without a port allows any port (RFC 8252 section 7.3). A wildcard never reaches into
/// the host: <c>https://app.example*</c> does not allow https://app.example.org/. Where a wildcard allows an address it allows any fragment of it, as
/// Keycloak does against RFC 6749 section 3.1.2: applications that keep their page behind the # (the admin console is one) send it.
/// No address may hold parameters of the answer (RFC 9700 section 4.4).</remarks>
internal static class RedirectUriMatcher
{
    /// <summary>Whether the address may be redirected to.</summary>
    /// <param name="registered">The client's addresses and patterns.</param>
    /// <param name="root">What a registered relative address is resolved against, without a trailing slash.</param>
    /// <param name="requested">As sent.</param>
    /// <param name="answer">What will be added to it: an address that brings some of it already is refused.</param>
    public static bool IsRegistered(IReadOnlyList<string> registered, string root, string? requested, AnswerParameters answer)
    {
        if (requested is null || AddressParts.Parse(requested) is not { } uri || !AddressKind.IsFollowed(uri.Scheme) || answer.ArePlantedIn(uri))
        {
            return false;
        }

        var withoutPort = uri.IsHttp && uri.IsLoopback && uri.HasPort ? uri.WithoutPort() : null;
        return registered.Any(pattern =>
        {
            var absolute = pattern.StartsWith('/') ? root + pattern : pattern;
            return Matches(absolute, uri) || (withoutPort is not null && Matches(absolute, withoutPort));
        });
    }

    private static bool Matches(string pattern, AddressParts uri)
    {
        if (pattern == "*")
        {
            return uri.IsWeb && uri.IsPlainPath;
        }

        if (!pattern.EndsWith('*') || pattern.Contains('?', StringComparison.Ordinal))
        {
            return AddressParts.Parse(pattern) is { } exact && exact.Text == uri.Text;
        }

        return uri.IsPlainPath && !pattern.Contains('#', StringComparison.Ordinal) && MatchesPrefix(pattern[..^1], uri);
    }

    private static bool MatchesPrefix(string prefix, AddressParts uri)
    {
        // A host and a colon: the wildcard stands for the port.
        if (prefix.EndsWith(':') && AddressParts.Parse(prefix[..^1]) is { IsWeb: true, Rest: "" } anyPort)
        {
            return uri.HasPort && uri.WithoutPort().Origin == anyPort.Origin;
        }

        if (AddressParts.Parse(prefix) is not { } allowed || allowed.Scheme != uri.Scheme)
        {
            return false;
        }

        // myapp://*: an application's own scheme has no host to protect.
        if (!uri.IsWeb && allowed is { Authority: "", Rest: "" })
        {
            return true;
        }

        if (allowed.Authority != uri.Authority)
        {
            return false;
        }

        // Keycloak's rule: https://app/* allows https://app too.
        return uri.Rest.StartsWith(allowed.Rest, StringComparison.Ordinal)
            || (allowed.Rest.EndsWith('/') && uri.Rest == allowed.Rest[..^1]);
    }
}
