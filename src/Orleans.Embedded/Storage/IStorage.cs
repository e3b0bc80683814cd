namespace Orleans.Core;

/// <summary>One record of a grain in storage, without its type.</summary>
public interface IStorage
{
    /// <summary>The version of the record as last read or written; null when there is none.</summary>
    string? Etag { get; }

    /// <summary>Whether the record exists in storage, as last read or written.</summary>
    bool RecordExists { get; }

    /// <summary>Deletes the record if its version is still <see cref="Etag"/>.</summary>
    Task ClearStateAsync();

    /// <summary>Writes the record if its version is still <see cref="Etag"/>.</summary>
    Task WriteStateAsync();

    /// <summary>Reads the record; what was in memory is lost.</summary>
    Task ReadStateAsync();

    /// <inheritdoc cref="ClearStateAsync()"/>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <inheritdoc cref="WriteStateAsync()"/>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <inheritdoc cref="ReadStateAsync()"/>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}
