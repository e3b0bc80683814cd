namespace Orleans.Core;

/// <summary>One record of a grain in storage.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The record in memory; a new object when storage holds none.</summary>
    TState State { get; set; }
}
