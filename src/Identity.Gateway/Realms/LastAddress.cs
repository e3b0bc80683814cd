using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Realms;

/// <summary>The addresses that requests came by, worked out when they differ from the last request's: nearly all come by the same.</summary>
internal sealed class LastAddress
{
    private Seen? _last;

    /// <summary>The addresses that clients and administrators use; null when the request's Host makes none.</summary>
    public (string BaseUrl, string AdminUrl)? Find(HttpRequest request, GatewayOptions options)
    {
        var (scheme, host, path) = (request.Scheme, request.Host, request.PathBase);
        if (_last is { } last && last.Scheme == scheme && last.Host.Value == host.Value && last.Path.Value == path.Value)
        {
            return (last.BaseUrl, last.AdminUrl);
        }

        var baseUrl = RealmRoutes.BaseUrl(request, options);
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out _))
        {
            return null;
        }

        var adminUrl = RealmRoutes.AdminUrl(request, options);
        _last = new Seen(scheme, host, path, baseUrl, adminUrl);
        return (baseUrl, adminUrl);
    }

    private sealed record Seen(string Scheme, HostString Host, PathString Path, string BaseUrl, string AdminUrl);
}
