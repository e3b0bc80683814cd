using System.Net.Sockets;
using System.Security.Authentication;

namespace Identity.Silo.Discovery;

/// <summary>Names the ways in which a connection between pods fails.</summary>
internal static class LinkFaults
{
    /// <summary>A failure of the connection or of the other side, not of ours.</summary>
    public static bool Is(Exception exception) =>
        exception is IOException or SocketException or InvalidDataException or AuthenticationException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Nothing listens at the address.</summary>
    public static bool IsRefusal(Exception exception) =>
        exception is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
}
