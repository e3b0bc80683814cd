using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>All grains in memory, and the way a turn finds its own.</summary>
internal sealed partial class Activations
{
    private readonly ConcurrentDictionary<ActivationKey, Activation> _activations = new();
    private volatile bool _stopping;

    public Activations(
        IServiceProvider services, GrainClasses classes, TimeProvider time, EmbeddedMetrics metrics,
        IOptions<GrainCollectionOptions> collection, IOptions<EmbeddedOptions> options, ILogger<Activation> logger)
    {
        Services = services;
        Time = time;
        Metrics = metrics;
        Logger = logger;
        DeactivationTimeout = collection.Value.DeactivationTimeout;
        StateNeeds = options.Value.StateNeeds;
        References = new GrainReferences(classes, this);
        metrics.Observe(() => _activations.Count);
    }

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal EmbeddedMetrics Metrics { get; }

    internal ILogger Logger { get; }

    internal TimeSpan DeactivationTimeout { get; }

    internal Func<MethodInfo, StateNeed> StateNeeds { get; }

    internal GrainReferences References { get; }

    internal IEnumerable<Activation> All => _activations.Select(entry => entry.Value);

    internal int Count => _activations.Count;

    /// <summary>The timestamp that lies the given time after now, or before it when negative.</summary>
    internal long TimestampAfter(TimeSpan time) => Time.GetTimestamp() + (long)(time.TotalSeconds * Time.TimestampFrequency);

    /// <summary>Brings a turn to its grain, which comes to life if need be.</summary>
    internal void Dispatch(GrainClass grainClass, GrainId grainId, Turn turn)
    {
        // What runs is allowed to finish, and needs other grains for that.
        if (_stopping && !turn.HasCaller)
        {
            turn.Fail(new SiloUnavailableException($"The process is stopping: {grainId} accepts no more calls here."));
            return;
        }

        while (!Find(grainClass, grainId).TryAccept(turn))
        {
            // The activation ended in between; the next look finds its successor or makes one.
        }
    }

    internal void ReportUnheard(GrainId grainId, Exception exception) => LogUnheard(Logger, exception, grainId);

    internal void RefuseCalls() => _stopping = true;

    internal void Remove(Activation activation) => _activations.TryRemove(KeyValuePair.Create(activation.Key, activation));

    /// <summary>Puts a new activation in the place of one that has ended and hands it the waiting turns.</summary>
    internal void Succeed(Activation activation, Turn[] waiting)
    {
        var successor = new Activation(this, activation.Class, activation.Key);
        successor.Inherit(waiting);
        _activations[activation.Key] = successor;
        successor.WakeUp();
    }

    private Activation Find(GrainClass grainClass, GrainId grainId)
    {
        var first = GetOrAdd(grainClass, new ActivationKey(grainId, 0));
        if (grainClass.MaxWorkers <= 1)
        {
            return first;
        }

        var least = first;
        for (var worker = 1; worker < grainClass.MaxWorkers && least.Load > 0; worker++)
        {
            var other = GetOrAdd(grainClass, new ActivationKey(grainId, worker));
            least = other.Load < least.Load ? other : least;
        }

        return least;
    }

    private Activation GetOrAdd(GrainClass grainClass, ActivationKey key) =>
        _activations.TryGetValue(key, out var found)
            ? found
            : _activations.GetOrAdd(key, static (key, made) => new Activation(made.Owner, made.Class, key), (Owner: this, Class: grainClass));

    [LoggerMessage(Level = LogLevel.Error, Message = "A one-way call of grain {GrainId} failed; nobody waits for its answer")]
    private static partial void LogUnheard(ILogger logger, Exception exception, GrainId grainId);
}
