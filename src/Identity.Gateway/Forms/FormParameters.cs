using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Identity.Gateway.Errors;
using Identity.Grains.Protocol;
using Identity.Grains.Texts;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Forms;

/// <summary>The parameters of an application/x-www-form-urlencoded body, each at most once (RFC 6749 section 3.2).</summary>
internal sealed class FormParameters
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxParameters = 64;

    private static readonly FormParameters Empty = new([]);
    private readonly List<KeyValuePair<string, string>> _parameters;

    private FormParameters(List<KeyValuePair<string, string>> parameters) => _parameters = parameters;

    /// <summary>The value; null when the parameter is missing or empty (RFC 6749 section 3.1: empty means omitted).</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _parameters)
            {
                if (key == name)
                {
                    return value.Length == 0 ? null : value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether one of the names is there, with a value or without.</summary>
    public bool HasAny(IEnumerable<string> names) => _parameters.Count > 0 && names.Any(name => _parameters.Exists(known => known.Key == name));

    /// <summary>Reads the body. A body of any other type counts as none. An error when it is too large, malformed or names a parameter twice.</summary>
    public static async ValueTask<(FormParameters Form, OAuthError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsForm(request.ContentType))
        {
            return (Empty, null);
        }

        if (request.ContentLength > MaxBytes)
        {
            return (Empty, Invalid("Request body is too large"));
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.Buffer.Length > MaxBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return (Empty, Invalid("Request body is too large"));
            }

            if (read.IsCompleted)
            {
                return Finish(request.BodyReader, read.Buffer);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether a body of that type is a form: multipart bodies carry files, and no page or application sends them here.</summary>
    public static bool IsForm(string? contentType)
    {
        const string form = "application/x-www-form-urlencoded";
        return contentType is not null
            && contentType.StartsWith(form, StringComparison.OrdinalIgnoreCase)
            && (contentType.Length == form.Length || contentType[form.Length] is ';' or ' ');
    }

    /// <summary>Reads one text of the form <c>a=b&amp;c=d</c>.</summary>
    public static (FormParameters Form, OAuthError? Error) Parse(string text)
    {
        var parameters = new List<KeyValuePair<string, string>>(8);
        foreach (var range in text.AsSpan().Split('&'))
        {
            var pair = text.AsSpan(range);
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? string.Empty : Decode(pair[(equals + 1)..]);
            if (!StorableText.IsStorable(name) || !StorableText.IsStorable(value) || parameters.Count == MaxParameters)
            {
                return (Empty, Invalid("Malformed form parameters"));
            }

            if (parameters.Exists(known => known.Key == name))
            {
                return (Empty, Invalid("duplicated parameter"));
            }

            parameters.Add(new(name, value));
        }

        return (new FormParameters(parameters), null);
    }

    private static (FormParameters Form, OAuthError? Error) Finish(PipeReader reader, ReadOnlySequence<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        reader.AdvanceTo(body.End);
        return Parse(text);
    }

    private static string Decode(ReadOnlySpan<char> encoded) =>
        encoded.ContainsAny('%', '+') ? WebUtility.UrlDecode(encoded.ToString()) : encoded.ToString();

    private static OAuthError Invalid(string description) => new(400, ErrorCodes.InvalidRequest, description);
}
