using System.Text.Encodings.Web;
using System.Text.Json;
using Identity.Gateway.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Identity.Gateway.Authorize;

/// <summary>The parameters of an authorization request as sent: nothing in them has been checked but their size.</summary>
/// <param name="Values">The known parameters, each once; empty ones count as left out (RFC 6749 section 3.1).</param>
/// <param name="Repeated">Names that came more than once.</param>
/// <param name="Oversized">Names whose value was too long or held a NUL; they are not in <paramref name="Values"/>.</param>
internal sealed record AuthorizeParameters(
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<string> Repeated,
    IReadOnlyList<string> Oversized)
{
    /// <summary>The longest value, in characters.</summary>
    public const int MaxValueLength = 2048;

    /// <summary>The longest that all values may be together, in bytes of JSON: the login page carries them in its address.</summary>
    public const int MaxTotalLength = 4096;

    /// <summary>The longest id_token_hint; it is read at once and carried nowhere.</summary>
    public const int MaxHintLength = 8192;

    private static readonly string[] Known =
    [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "prompt", "max_age",
        "code_challenge", "code_challenge_method", "login_hint", "ui_locales", "acr_values", "claims", "id_token_hint",
        "request", "request_uri",
    ];

    /// <summary>The value; null when it was left out.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <summary>Reads query and, for POST, form.</summary>
    public static async Task<AuthorizeParameters> ReadAsync(HttpContext http)
    {
        var form = HttpMethods.IsPost(http.Request.Method) && FormParameters.IsForm(http.Request.ContentType)
            ? await RequestForm.ReadAsync(http.Request, options: null, http.RequestAborted)
            : null;
        return Read(name => StringValues.Concat(http.Request.Query[name], form is null ? StringValues.Empty : form[name]));
    }

    /// <summary>Takes the known parameters out of a source.</summary>
    public static AuthorizeParameters Read(Func<string, StringValues> source)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var repeated = new List<string>();
        var oversized = new List<string>();
        var total = 0;
        foreach (var name in Known)
        {
            var sent = source(name);
            if (sent.Count > 1)
            {
                repeated.Add(name);
            }
            else if (sent.Count == 1 && !string.IsNullOrEmpty(sent[0]))
            {
                var value = sent[0]!;
                var isHint = name == "id_token_hint";
                total += isHint ? 0 : JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;
                // PostgreSQL stores no NUL, and no honest client sends one.
                if (value.Length > (isHint ? MaxHintLength : MaxValueLength) || total > MaxTotalLength || value.Contains('\0', StringComparison.Ordinal))
                {
                    oversized.Add(name);
                }
                else
                {
                    values[name] = value;
                }
            }
        }

        return new AuthorizeParameters(values, repeated, oversized);
    }
}
