using Identity.Grains.Texts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Identity.Gateway.Forms;

/// <summary>Reads forms whose fields may come more than once, or with files.</summary>
internal static class RequestForm
{
    /// <summary>The form.</summary>
    /// <exception cref="InvalidDataException">It cannot be read, or a name or text in it cannot be stored.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpRequest request, FormOptions? options, CancellationToken cancellationToken)
    {
        var form = await ParseAsync(request, options, cancellationToken);
        foreach (var (name, values) in form)
        {
            if (!StorableText.IsStorable(name) || !values.All(StorableText.IsStorable))
            {
                throw new InvalidDataException("The form holds a text that cannot be stored.");
            }
        }

        return form;
    }

    private static async Task<IFormCollection> ParseAsync(HttpRequest request, FormOptions? options, CancellationToken cancellationToken)
    {
        // ASP.NET reads a form of no type but its own two, and says so as if it were a fault.
        if (!request.HasFormContentType)
        {
            throw new InvalidDataException("The body is of no type that a form has.");
        }

        try
        {
            return await (options is null ? request.ReadFormAsync(cancellationToken) : request.ReadFormAsync(options, cancellationToken));
        }
        // Parts that end before their last boundary; what the server says of the body itself, its size for example, stays.
        catch (IOException exception) when (exception is not BadHttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidDataException("The form ends too early.", exception);
        }
        // UTF-7.
        catch (NotSupportedException exception)
        {
            throw new InvalidDataException("The form is of a charset that is not read.", exception);
        }
    }
}
