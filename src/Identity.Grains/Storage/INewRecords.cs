namespace Identity.Grains.Storage;

/// <summary>Stores many records that do not exist yet in one transaction, beside their grains: a grain that is asked afterwards finds them.</summary>
public interface INewRecords
{
    /// <summary>Stores all of them, or none. They are written in their order, whatever their kinds.</summary>
    /// <exception cref="DuplicateKeyException">An id or a unique value is taken. Nothing was written.</exception>
    Task InsertAsync(IReadOnlyList<NewRecord> records, CancellationToken cancellationToken);
}
