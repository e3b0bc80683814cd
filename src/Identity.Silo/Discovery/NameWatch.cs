using System.Net;
using System.Net.Sockets;
using Identity.Grains.Background;

namespace Identity.Silo.Discovery;

/// <summary>Asks once a second which addresses the names of the headless service have, A and AAAA, as the machine's resolver is set up.</summary>
/// <remarks>One question a name is out at a time: a resolver that hangs holds one thread, and is not asked again before it answers.</remarks>
internal sealed partial class NameWatch(DiscoveryOptions options, TimeProvider time, ILogger<NameWatch> logger, Func<string, Task<IPAddress[]>>? resolve = null)
    : IBackgroundWorker
{
    private const int MaxAddresses = 64;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(3);

    private readonly Func<string, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NameAnswer[] _answers = [.. options.Names.Select(NameAnswer.None)];

    /// <summary>Raised when the addresses of a name have changed.</summary>
    public event Action? Changed;

    /// <summary>What is known of each name.</summary>
    public IReadOnlyList<NameAnswer> Answers => [.. _answers.Select((_, place) => Volatile.Read(ref _answers[place]))];

    /// <summary>All addresses of the last good answers.</summary>
    public IReadOnlySet<IPAddress> Addresses => Answers.SelectMany(answer => answer.Addresses).ToHashSet();

    /// <summary>The absence of an address means something: every name was answered within the last three seconds and in full, and this
    /// pod's own address was in an answer, so that these are the names of our own service.</summary>
    public bool IsTrustworthy =>
        _answers.Length > 0
        && Answers.All(answer => answer is { Status: NameStatus.Ok, More: 0 } && time.GetElapsedTime(answer.AnsweredAt) < s_fresh)
        && Addresses.Contains(options.Address);

    /// <summary>Completes when every name was asked for once.</summary>
    public Task Asked => _asked.Task;

    /// <summary>One a name: a resolver that hangs at one does not hold the others up.</summary>
    public IReadOnlyList<BackgroundWork> Works =>
    [
        .. Enumerable.Range(0, _answers.Length).Select(place => BackgroundWork.Periodic(place == 0 ? "names" : $"names-{place + 1}", s_period, token => WatchAsync(place, token))
            with { BeginsAtOnce = true, LongestPause = s_longestPause }),
    ];

    private async Task WatchAsync(int place, CancellationToken stoppingToken)
    {
        await AskAsync(place, stoppingToken);
        NoteAsked();
    }

    private async Task AskAsync(int place, CancellationToken stoppingToken)
    {
        var question = ResolveAsync(_answers[place].Name);
        try
        {
            var (status, found) = await question.WaitAsync(s_patience, time, stoppingToken);
            if (status == NameStatus.Ok)
            {
                Take(place, found);
            }
            else
            {
                Fail(place, status);
            }
        }
        catch (TimeoutException)
        {
            Fail(place, NameStatus.Timeout);
            NoteAsked();
            await question.WaitAsync(stoppingToken);
        }
    }

    // Fails with nothing: whatever a resolver throws must not end the watch, and with it the pod.
    private async Task<(NameStatus Status, IPAddress[] Found)> ResolveAsync(string name)
    {
        try
        {
            var found = await _resolve(name);
            return (found.Length == 0 ? NameStatus.NotFound : NameStatus.Ok, found);
        }
        catch (SocketException exception)
        {
            return (StatusOf(exception), []);
        }
        catch (Exception exception)
        {
            LogBroken(name, exception);
            return (NameStatus.Error, []);
        }
    }

    private void NoteAsked()
    {
        if (Answers.All(answer => answer.Status != NameStatus.Asking))
        {
            _asked.TrySetResult();
        }
    }

    private static NameStatus StatusOf(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => NameStatus.NotFound,
        SocketError.TryAgain => NameStatus.ServerFailure,
        _ => NameStatus.Error,
    };

    private void Take(int place, IPAddress[] found)
    {
        var before = _answers[place];

        // In an order of its own, so that a name server which turns its answers around changes nothing.
        var all = found.Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
            .Distinct().OrderBy(address => address.ToString(), StringComparer.Ordinal).ToArray();
        var addresses = all[..Math.Min(all.Length, MaxAddresses)];
        Volatile.Write(ref _answers[place], new NameAnswer(before.Name, NameStatus.Ok, addresses, time.GetTimestamp(), 0, all.Length - addresses.Length));
        if (before.FailingSince != 0)
        {
            var failed = time.GetElapsedTime(before.FailingSince).TotalSeconds;
            LogRecovered(before.Name, failed);
        }

        if (!addresses.SequenceEqual(before.Addresses))
        {
            var text = string.Join(", ", addresses.AsEnumerable());
            LogChanged(before.Name, text);
            Changed?.Invoke();
        }
    }

    private void Fail(int place, NameStatus status)
    {
        var before = _answers[place];
        Volatile.Write(ref _answers[place], before with { Status = status, FailingSince = before.FailingSince == 0 ? time.GetTimestamp() : before.FailingSince });
        if (before.FailingSince == 0)
        {
            LogFailing(before.Name, status, before.Addresses.Count);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} is {Addresses}")]
    private partial void LogChanged(string name, string addresses);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} cannot be resolved ({Status}); its last {Count} addresses stay in use")]
    private partial void LogFailing(string name, NameStatus status, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The resolver failed at {Name}")]
    private partial void LogBroken(string name, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Name} can be resolved again after {Seconds:0.0} s")]
    private partial void LogRecovered(string name, double seconds);
}
