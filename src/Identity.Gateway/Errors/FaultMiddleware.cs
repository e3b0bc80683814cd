using Identity.Gateway.Cors;
using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Errors;

/// <summary>The one place where faults become answers: 503 with Retry-After while the database or the hashing queue cannot
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
                case StorageUnavailableException or TimeoutException:
                    LogUnavailable(exception.Message);
                    http.Response.Headers.RetryAfter = "1";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "The service cannot reach its database. Try again."));
                    break;
                case PasswordQueueFullException:
                    http.Response.Headers.RetryAfter = "1";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "Too many logins at once. Try again."));
                    break;
                case BadHttpRequestException bad:
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(bad.StatusCode, "invalid_request", "The request cannot be read"));
                    break;
                default:
                    LogFault(exception, http.TraceIdentifier);
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(500, "server_error", $"Correlation id {http.TraceIdentifier}"));
                    break;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answered 503: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {CorrelationId} failed")]
    private partial void LogFault(Exception exception, string correlationId);
}
