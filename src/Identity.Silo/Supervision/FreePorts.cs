using System.Net;
using System.Net.Sockets;

namespace Identity.Silo.Supervision;

/// <summary>Finds loopback ports for pods.</summary>
internal static class FreePorts
{
    // Below the range that the kernel takes for outgoing connections: a pod that is started again must find its port free.
    private const int First = 20_000;
    private const int AfterLast = 32_000;

    /// <summary>That many different ports on which nothing listens.</summary>
    public static IReadOnlyList<int> Find(int count, Random random)
    {
        var found = new List<int>();
        for (var tries = 0; found.Count < count && tries < 1_000; tries++)
        {
            var port = random.Next(First, AfterLast);
            if (!found.Contains(port) && IsFree(port))
            {
                found.Add(port);
            }
        }

        return found.Count == count ? found : throw new IOException($"No {count} free ports were found between {First} and {AfterLast}.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
