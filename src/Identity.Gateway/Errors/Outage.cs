using Identity.Grains.Storage;

namespace Identity.Gateway.Errors;

/// <summary>Tells faults that pass by themselves from bugs: they are answered with 503 and Retry-After.</summary>
internal static class Outage
{
    /// <summary>The database or a pod does not answer, a pod is stopping, or a grain lost too many races against other pods.</summary>
    public static bool Is(Exception exception) => exception is TimeoutException or (OrleansException and not (DuplicateKeyException or UnstorableException));
}
