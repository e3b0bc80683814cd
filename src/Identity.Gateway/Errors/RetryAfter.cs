using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Errors;

/// <summary>Tells whoever is held back when to come again.</summary>
internal static class RetryAfter
{
    /// <summary>Sets the header, in whole seconds.</summary>
    public static void Set(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
