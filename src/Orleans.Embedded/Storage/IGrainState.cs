namespace Orleans;

/// <summary>What passes between a grain and its storage.</summary>
public interface IGrainState<T>
{
    /// <summary>The record.</summary>
    T? State { get; set; }

    /// <summary>The version of the record; null when there is none.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the record exists in storage.</summary>
    bool RecordExists { get; set; }
}
