using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Identity.Gateway.Pages;

/// <summary>The static files of the pages. Each address holds a hash of the content, so that browsers keep it for a year and a new release is seen at once.</summary>
internal static class PageResources
{
    private const string Prefix = "Identity.Gateway.Pages.Resources.";

    private static readonly FrozenDictionary<string, Resource> ByName =
        new[] { Read("login.css", "text/css; charset=utf-8") }.ToFrozenDictionary(resource => resource.Name, StringComparer.Ordinal);

    /// <summary>The stylesheet's path on whichever host the page came from.</summary>
    public static string StylesheetPath(string baseUrl) =>
        $"{new Uri(baseUrl).AbsolutePath.TrimEnd('/')}/resources/{ByName["login.css"].Hash}/login.css";

    public static void MapPageResources(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/resources/{hash}/{name}", ["GET", "HEAD"], http =>
        {
            var name = (string)http.Request.RouteValues["name"]!;
            if (!ByName.TryGetValue(name, out var resource) || (string)http.Request.RouteValues["hash"]! != resource.Hash)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            http.Response.ContentType = resource.ContentType;
            http.Response.ContentLength = resource.Content.Length;
            http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(resource.Content, http.RequestAborted).AsTask();
        });

    private static Resource Read(string name, string contentType)
    {
        using var stream = typeof(PageResources).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"The page resource {name} is not embedded in the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new Resource(name, Convert.ToHexStringLower(SHA256.HashData(content))[..16], contentType, content);
    }

    private sealed record Resource(string Name, string Hash, string ContentType, byte[] Content);
}
