using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Identity.Gateway.Console;

/// <summary>Which form of an answer a caller can read.</summary>
internal static class AcceptedEncoding
{
    /// <summary>The first of the forms that the request accepts (RFC 9110 section 12.5.3); null: none, the plain one.</summary>
    public static string? Choose(HttpRequest request, IReadOnlyList<string> forms)
    {
        if (forms.Count == 0 || !StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
        {
            return null;
        }

        return forms.FirstOrDefault(form => Quality(accepted, form) > 0);
    }

    private static double Quality(IList<StringWithQualityHeaderValue> accepted, string form)
    {
        var named = accepted.FirstOrDefault(value => value.Value.Equals(form, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(value => value.Value == "*");
        return named is null ? 0 : named.Quality ?? 1;
    }
}
