using System.Net;
using System.Net.Security;

namespace Identity.Gateway.Outgoing;

/// <summary>The one door for HTTP calls to what others have named: clients, realm administrators, whoever may register.</summary>
/// <remarks>
/// It follows no redirect, keeps no cookie and no connection, uses no proxy, and takes headers of at most 16 KiB. Where it may call is
/// <see cref="OutgoingRule"/>'s to say. Whatever is wrong with an address or an answer is an outcome: nothing is thrown but the caller's
/// own cancellation.
/// </remarks>
internal sealed class OutgoingHttp : IDisposable
{
    private const int MaxHeaderKilobytes = 16;
    private static readonly TimeSpan s_connectPatience = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _http;

    public OutgoingHttp(OutgoingConnections connections, OutgoingTrust trust) => _http = new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = s_connectPatience,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = 0,

        // None is kept: what is open is what is under way, whoever is called.
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust.CreatePolicy() },
        ConnectCallback = async (context, token) => await connections.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, token),
    });

    /// <summary>Makes the call.</summary>
    public async Task<OutgoingAnswer> SendAsync(OutgoingCall call, CancellationToken cancellationToken)
    {
        if (!OutgoingAddress.TryParse(call.Address, out var address))
        {
            return new OutgoingAnswer.Refused("it is no http or https address");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(call.Patience);
        try
        {
            using var request = new HttpRequestMessage(call.Method, address) { Content = call.Content?.Invoke() };
            using var response = await _http.SendAsync(request, patience.Token);
            return await ReadBodyAsync(call, response, patience.Token) is { } body
                ? new OutgoingAnswer.Answered((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body)
                : new OutgoingAnswer.Failed($"the answer has more than {call.MaxBodyBytes} bytes");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // The address and the answer are somebody else's: there is no end to the ways in which libraries fail at them.
            return patience.IsCancellationRequested ? new OutgoingAnswer.TimedOut() : FindRefusal(exception) ?? Failure(exception);
        }
    }

    public void Dispose() => _http.Dispose();

    // Null: too long.
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(OutgoingCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (call.MaxBodyBytes == 0)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        var buffer = new byte[4096];
        using var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await stream.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (body.Length + count > call.MaxBodyBytes)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private static OutgoingAnswer? FindRefusal(Exception? exception) => exception switch
    {
        null => null,
        OutgoingRefusedException refused => new OutgoingAnswer.Refused(refused.Message),
        _ => FindRefusal(exception.InnerException),
    };

    private static OutgoingAnswer.Failed Failure(Exception exception) =>
        new(exception.InnerException is { } inner ? $"{exception.Message}: {inner.Message}" : exception.Message);
}
