using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A grain storage that other processes write too, and that tells a record's version without reading the record.</summary>
/// <remarks>
/// Optional on an <see cref="Orleans.Storage.IGrainStorage"/>. Where it is implemented, the version is asked before each turn and
/// the record is read again when another process has changed it.
/// </remarks>
public interface IGrainStateVersions
{
    /// <summary>The version of the record now, equal to the ETag that reading it would give; null when there is no record.</summary>
    ValueTask<string?> ReadVersionAsync(string stateName, GrainId grainId, CancellationToken cancellationToken);
}
