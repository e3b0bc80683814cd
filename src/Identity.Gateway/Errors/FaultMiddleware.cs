using Identity.Gateway.Cors;
using Identity.Grains.Passwords;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Errors;

/// <summary>The one place where faults become answers: 503 with Retry-After while the database, the grains or the hashing queue cannot
/// serve, else 500 with a correlation id that the log has too.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception exception) when (!http.Response.HasStarted && exception is not OperationCanceledException { CancellationToken.IsCancellationRequested: true } && !http.RequestAborted.IsCancellationRequested)
        {
            CorsHeaders.ClearResponse(http.Response);
            switch (exception)
            {
                case var outage when Outage.Is(outage):
                    LogUnavailable(exception.GetType().Name, exception.Message);
                    http.Response.Headers.RetryAfter = "1";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "The service cannot answer at the moment. Try again."));
                    break;
                case PasswordQueueFullException:
                    http.Response.Headers.RetryAfter = "1";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "Too many logins at once. Try again."));
                    break;
                case BadHttpRequestException bad:
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(bad.StatusCode, "invalid_request", "The request cannot be read"));
                    break;
                // What ASP.NET says of a form with too many fields.
                case InvalidDataException:
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(400, "invalid_request", "The request cannot be read"));
                    break;
                default:
                    LogFault(exception, http.TraceIdentifier);
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(500, "server_error", $"Correlation id {http.TraceIdentifier}"));
                    break;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answered 503: {Fault}: {Reason}")]
    private partial void LogUnavailable(string fault, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {CorrelationId} failed")]
    private partial void LogFault(Exception exception, string correlationId);
}
