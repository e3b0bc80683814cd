using System.Net.Sockets;
using System.Text;

namespace Identity.Gateway.Tests.Hosting;

/// <summary>Sends bytes that no HTTP client would.</summary>
internal static class RawRequest
{
    /// <summary>The status line of the answer.</summary>
    public static async Task<string> SendAsync(string baseUrl, string request)
    {
        var address = new Uri(baseUrl);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ReplaceLineEndings("\r\n") + "\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? string.Empty;
    }
}
