using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Identity.Faults.Networks;

/// <summary>The kernel's calls that .NET has no words for.</summary>
internal static partial class NativeCalls
{
    public const int NewNetwork = 0x40000000;
    public const int SigKill = 9;
    public const int SigHup = 1;
    public const int SigTerm = 15;
    public const int SigContinue = 18;
    public const int SigStop = 19;

    /// <summary>Sends a signal to one process; one that is gone already is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    /// <summary>Whether a process of that id exists.</summary>
    public static bool Exists(int processId) => Kill(processId, 0) == 0;

    public static int OpenForReading(string path)
    {
        var descriptor = Open(path, 0x80000);
        return descriptor >= 0 ? descriptor : throw new Win32Exception($"{path} cannot be opened");
    }

    public static void EnterNetwork(int descriptor)
    {
        if (SetNamespace(descriptor, NewNetwork) != 0)
        {
            throw new Win32Exception("The network namespace cannot be entered");
        }
    }

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, ReadOnlySpan<byte> address, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, ReadOnlySpan<byte> data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, Span<byte> data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
