using Identity.Gateway.Errors;
using Identity.Gateway.Tests.Hosting;
using Identity.Grains.Storage;
using Identity.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Identity.Gateway.Tests.Errors;

public class Faults
{
    public static TheoryData<Exception> Passing =>
        [new StorageUnavailableException("down"), new TimeoutException(), new SiloUnavailableException("stopping"), new InconsistentStateException("lost")];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_fault_that_passes_asks_to_try_again(Exception fault)
    {
        var response = await AnswerAsync(fault);

        Assert.Equal((503, "1"), (response.StatusCode, response.Headers.RetryAfter.ToString()));
        Assert.Equal("no-store", response.Headers.CacheControl);
    }

    [Fact]
    public async Task A_script_that_may_read_the_answer_may_read_that_too()
    {
        var response = await AnswerAsync(new TimeoutException());

        Assert.Equal("https://app.example", response.Headers.AccessControlAllowOrigin);
        Assert.Equal("Origin", response.Headers.Vary);
        Assert.False(response.Headers.ContainsKey("Set-Cookie"));
    }

    [Theory]
    [InlineData(typeof(InvalidDataException), 400)]
    [InlineData(typeof(InvalidOperationException), 500)]
    public async Task Other_faults_have_their_own_status(Type fault, int status)
    {
        var response = await AnswerAsync((Exception)Activator.CreateInstance(fault)!);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task An_outage_is_told_once_a_second_with_how_many_requests_it_failed()
    {
        using var log = new CapturedLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        var time = new TestClock(TimeProvider.System.GetUtcNow());
        var middleware = new FaultMiddleware(_ => throw new StorageUnavailableException("down"), time, logging.CreateLogger<FaultMiddleware>());

        await AnswerAsync(100);
        time.Advance(TimeSpan.FromSeconds(1));
        await AnswerAsync(1);

        Assert.Collection(
            log.Lines,
            first => Assert.Contains("Answered 1 requests with 503", first, StringComparison.Ordinal),
            second => Assert.Contains("Answered 100 requests with 503", second, StringComparison.Ordinal));

        async Task AnswerAsync(int requests)
        {
            for (var i = 0; i < requests; i++)
            {
                await middleware.InvokeAsync(new DefaultHttpContext());
            }
        }
    }

    private static async Task<HttpResponse> AnswerAsync(Exception fault)
    {
        var http = new DefaultHttpContext();
        var middleware = new FaultMiddleware(
            failing =>
            {
                failing.Response.Headers.AccessControlAllowOrigin = "https://app.example";
                failing.Response.Headers.Vary = "Origin";
                failing.Response.Headers.SetCookie = "half=done";
                throw fault;
            },
            TimeProvider.System,
            NullLogger<FaultMiddleware>.Instance);
        await middleware.InvokeAsync(http);
        return http.Response;
    }
}
