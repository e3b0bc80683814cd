using System.Net;
using System.Net.Sockets;

namespace Identity.Testing.Processes;

/// <summary>Finds ports that nothing listens on.</summary>
public static class FreePort
{
    /// <summary>A free loopback port below the range that the kernel gives to outgoing connections.</summary>
    public static int Next()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = Random.Shared.Next(18_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }

        throw new InvalidOperationException("No free port was found in a hundred tries.");
    }
}
