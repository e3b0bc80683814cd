namespace Identity.Grains.Events;

/// <summary>Hands an event to the storage provider together with the write that it tells of: both are committed, or neither.</summary>
/// <remarks>Applies to the writes and removals of records that are made in the scope's own flow of calls. The event is stored with the
/// first of them that succeeds; a write that is repeated, or refused because another came first, leaves no second one.</remarks>
public sealed class EventsOfWrite : IDisposable
{
    private static readonly AsyncLocal<EventsOfWrite?> s_current = new();

    private readonly EventsOfWrite? _outer;

    private EventsOfWrite(AdminEvent? adminEvent)
    {
        Admin = adminEvent;
        _outer = s_current.Value;
        s_current.Value = this;
    }

    /// <summary>What the next write commits; null where nothing is to be recorded. For the storage provider.</summary>
    public static EventsOfWrite? Current => s_current.Value;

    /// <summary>An administrator's change.</summary>
    public AdminEvent? Admin { get; }

    /// <summary>Begins a scope; null records nothing. Dispose it in the method that began it.</summary>
    public static EventsOfWrite Begin(AdminEvent? adminEvent) => new(adminEvent);

    /// <summary>Ends the scope.</summary>
    public void Dispose() => s_current.Value = _outer;
}
