using Identity.Grains.Events;

namespace Identity.Grains.Storage;

/// <summary>Changes many records in one transaction, beside their grains: a grain that is asked afterwards finds them.</summary>
public interface IRecordWrites
{
    /// <summary>Stores and removes all of them with the events that tell of them, or nothing. <see cref="WriteResult.Duplicate"/> when an id or a unique
    /// value is taken, <see cref="WriteResult.Changed"/> when a record no longer has the version that is to be replaced.</summary>
    /// <remarks>Takes no cancellation token: a caller that has gone away must not leave it half done.</remarks>
    Task<WriteResult> CommitAsync(IReadOnlyList<RecordWrite> writes, IReadOnlyList<AdminEvent> events);
}
