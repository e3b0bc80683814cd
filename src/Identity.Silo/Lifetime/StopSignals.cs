using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Identity.Silo.Lifetime;

/// <summary>Listens for the operator's wish to stop: SIGTERM or Ctrl-C. A second one ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int EndedBySignal = 130;

    // Tools that run a server pass a signal on that the terminal has sent to all of them.
    private static readonly TimeSpan s_sameWish = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private long _askedAt;

    /// <summary>Starts listening. A pod of <c>cluster</c> leaves Ctrl-C, which the terminal sends to all of them, to the supervisor.</summary>
    public StopSignals(bool leaveInterruptToParent)
    {
        Register(PosixSignal.SIGTERM, context => Ask(context));
        Register(PosixSignal.SIGQUIT, context => Ask(context));
        Register(PosixSignal.SIGINT, context =>
        {
            if (leaveInterruptToParent)
            {
                context.Cancel = true;
            }
            else
            {
                Ask(context);
            }
        });
    }

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The whole installation is stopping: there is nobody to leave clients to.</summary>
    public bool FromSupervisor { get; private set; }

    /// <summary>Begins a stop that the supervisor asked for.</summary>
    public void StopForSupervisor()
    {
        FromSupervisor = true;
        Stop();
    }

    private void Stop()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or AggregateException)
        {
            // The server has stopped already, or somebody who was told of the stop failed at it: the others have been told.
        }
    }

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stopping.Dispose();
    }

    private void Register(PosixSignal signal, Action<PosixSignalContext> handler) =>
        _registrations.Add(PosixSignalRegistration.Create(signal, handler));

    private void Ask(PosixSignalContext context)
    {
        context.Cancel = true;
        var now = Stopwatch.GetTimestamp();
        var first = Interlocked.CompareExchange(ref _askedAt, now, 0);
        if (first == 0)
        {
            _ = Task.Run(Stop);
        }
        else if (Stopwatch.GetElapsedTime(first, now) > s_sameWish)
        {
            Console.Error.WriteLine("identity: stopped at once by a second signal");
            Environment.Exit(EndedBySignal);
        }
    }
}
