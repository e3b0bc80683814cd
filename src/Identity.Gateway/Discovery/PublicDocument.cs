using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Identity.Gateway.Cors;
using Identity.Gateway.Realms;
using Identity.Grains.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Discovery;

/// <summary>A document that anyone may read, made once for each snapshot of a realm and base URL.</summary>
/// <param name="write">Makes the document, UTF-8.</param>
/// <param name="contentType">Its type.</param>
/// <param name="cacheControl">What caches may do with it.</param>
internal sealed class PublicDocument(Func<RealmContext, byte[]> write, string contentType, string cacheControl)
{
    // Callers choose the Host header, and with it the base URL.
    private const int MaxBaseUrls = 16;

    private readonly ConditionalWeakTable<RealmSnapshot, ConcurrentDictionary<string, byte[]>> _made = [];

    public async Task AnswerAsync(HttpContext http, RealmContext realm)
    {
        var body = Find(realm);
        CorsHeaders.AllowAny(http);
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = cacheControl;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        }
    }

    private byte[] Find(RealmContext realm)
    {
        var byBaseUrl = _made.GetOrCreateValue(realm.Realm);
        if (byBaseUrl.TryGetValue(realm.BaseUrl, out var known))
        {
            return known;
        }

        if (byBaseUrl.Count >= MaxBaseUrls)
        {
            byBaseUrl.Clear();
        }

        return byBaseUrl.GetOrAdd(realm.BaseUrl, write(realm));
    }
}
