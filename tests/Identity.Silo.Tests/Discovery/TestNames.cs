using System.Net;
using System.Net.Sockets;

namespace Identity.Silo.Tests.Discovery;

/// <summary>A name server: answers what the test says, and counts the questions.</summary>
internal sealed class TestNames
{
    private volatile Func<Task<IPAddress[]>> _answer;
    private int _asked;

    public TestNames(params IPAddress[] addresses) => _answer = () => Task.FromResult(addresses);

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public void Answer(params IPAddress[] addresses) => _answer = () => Task.FromResult(addresses);

    public void Fail(SocketError error) => _answer = () => Task.FromException<IPAddress[]>(new SocketException((int)error));

    public void Do(Func<Task<IPAddress[]>> answer) => _answer = answer;

    public Task<IPAddress[]> ResolveAsync(string name)
    {
        Interlocked.Increment(ref _asked);
        return _answer();
    }
}
