using Identity.Gateway.Cors;
using Identity.Grains.Keys;
using Identity.Grains.Passwords;
using Identity.Grains.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Identity.Gateway.Errors;

/// <summary>The one place where faults become answers: 503 with Retry-After while the database, the grains or the hashing queue cannot
/// serve, else 500 with a correlation id that the log has too.</summary>
internal sealed partial class FaultMiddleware(RequestDelegate next, TimeProvider time, ILogger<FaultMiddleware> logger)
{
    // An outage fails every request: it is told once a second, with how many it was.
    private static readonly TimeSpan LogPeriod = TimeSpan.FromSeconds(1);

    private long _loggedAt;
    private int _unlogged;

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
                    LogOutage(exception);
                    http.Response.Headers.RetryAfter = "1";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "The service cannot answer at the moment. Try again."));
                    break;
                case PasswordQueueFullException:
                    http.Response.Headers.RetryAfter = "1";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "Too many logins at once. Try again."));
                    break;
                case KeyQueueFullException:
                    http.Response.Headers.RetryAfter = "5";
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(503, "temporarily_unavailable", "Too many keys are being made. Try again."));
                    break;
                case BadHttpRequestException bad:
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(bad.StatusCode, "invalid_request", "The request cannot be read"));
                    break;
                // What the checks at the edge let through, the database does not: a name too long for its index, for example.
                case UnstorableException unstorable:
                    LogUnstorable(http.TraceIdentifier, unstorable.State);
                    await OAuthErrorWriter.WriteAsync(http, new OAuthError(400, "invalid_request", "A value is too long or cannot be stored"));
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

    private void LogOutage(Exception exception)
    {
        Interlocked.Increment(ref _unlogged);
        var last = Volatile.Read(ref _loggedAt);
        var now = time.GetTimestamp();
        if ((last == 0 || time.GetElapsedTime(last, now) >= LogPeriod) && Interlocked.CompareExchange(ref _loggedAt, now, last) == last)
        {
            LogUnavailable(Interlocked.Exchange(ref _unlogged, 0), exception.GetType().Name, exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answered {Count} requests with 503, the last one for {Fault}: {Reason}")]
    private partial void LogUnavailable(int count, string fault, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {CorrelationId} brought a value that cannot be stored (SQLSTATE {State})")]
    private partial void LogUnstorable(string correlationId, string state);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {CorrelationId} failed")]
    private partial void LogFault(Exception exception, string correlationId);
}
