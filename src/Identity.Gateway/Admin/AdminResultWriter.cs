using System.Text.Json;
using Identity.Gateway.Realms;
using Microsoft.AspNetCore.Http;

namespace Identity.Gateway.Admin;

/// <summary>Writes what admin endpoints answer.</summary>
internal static class AdminResultWriter
{
    public static Task WriteAsync(HttpContext http, AdminResult result, GatewayOptions options)
    {
        var response = http.Response;
        switch (result)
        {
            case AdminResult.Empty empty:
                response.StatusCode = empty.Status;
                if (empty.CacheControl is not null)
                {
                    response.Headers.CacheControl = empty.CacheControl;
                }

                return Task.CompletedTask;
            case AdminResult.Document document:
                return WriteJsonAsync(http, document.Status, document.Body);
            case AdminResult.Made made:
                response.Headers.Location = Location(http, made, options);
                if (made.Body is not null)
                {
                    return WriteJsonAsync(http, StatusCodes.Status201Created, made.Body);
                }

                response.StatusCode = StatusCodes.Status201Created;
                return Task.CompletedTask;
            case AdminResult.Content content:
                Prepare(response, content.ContentType, content.FileName);
                response.ContentLength = content.Body.Length;
                return response.Body.WriteAsync(content.Body, http.RequestAborted).AsTask();
            case AdminResult.Stream stream:
                Prepare(response, stream.ContentType, stream.FileName);
                return stream.WriteAsync(response.Body, http.RequestAborted);
            default:
                throw new InvalidOperationException("Unknown admin result.");
        }
    }

    private static async Task WriteJsonAsync(HttpContext http, int status, System.Text.Json.Nodes.JsonNode body)
    {
        var response = http.Response;
        response.StatusCode = status;
        if (status < StatusCodes.Status400BadRequest)
        {
            Prepare(response, "application/json;charset=UTF-8", fileName: null);
        }
        else
        {
            response.ContentType = "application/json";
        }

        await using var writer = new Utf8JsonWriter(response.BodyWriter);
        body.WriteTo(writer);
        await writer.FlushAsync(http.RequestAborted);
    }

    private static void Prepare(HttpResponse response, string contentType, string? fileName)
    {
        response.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        if (fileName is not null)
        {
            response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        }
    }

    private static string Location(HttpContext http, AdminResult.Made made, GatewayOptions options)
    {
        var path = made.Path is null
            ? http.Request.Path.ToUriComponent().TrimEnd('/')
            : $"/admin/realms/{Uri.EscapeDataString((string?)http.Request.RouteValues["realm"] ?? string.Empty)}{made.Path}";
        return $"{RealmRoutes.AdminUrl(http.Request, options)}{path}/{Uri.EscapeDataString(made.Id)}";
    }
}
