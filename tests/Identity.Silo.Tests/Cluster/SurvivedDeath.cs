
namespace Identity.Silo.Tests.Cluster;

/// <summary>Lets a silo that has been declared dead live on, as a pod does that cannot hear the others.</summary>
internal sealed class SurvivedDeath : IFatalErrorHandler
{
    private readonly TaskCompletionSource<string> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Told => _told.Task;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
        _told.TrySetResult(context ?? exception?.Message ?? string.Empty);
}
