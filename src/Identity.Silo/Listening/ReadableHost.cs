namespace Identity.Silo.Listening;

/// <summary>Refuses requests whose Host cannot be read: ASP.NET throws each time when somebody asks it for one that is no IDN (<c>xn--</c>).</summary>
internal sealed class ReadableHost(RequestDelegate next)
{
    /// <summary>Whether a host, with or without a port, can be read and written.</summary>
    public static bool IsReadable(string? value)
    {
        try
        {
            return value is null || HostString.FromUriComponent(value).ToUriComponent() is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public Task InvokeAsync(HttpContext http)
    {
        if (IsReadable(http.Request.Headers.Host))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
