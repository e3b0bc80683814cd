namespace Identity.Grains.Events;

/// <summary>Where an event stands among those of its realm.</summary>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Id">Tells events of one instant apart.</param>
public readonly record struct EventPlace(long Time, Guid Id);
