namespace Orleans;

/// <summary>Makes references to grains. A reference costs little; the grain itself comes to life at its first call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with the given key.</summary>
    /// <param name="primaryKey">The key; case-sensitive, not empty.</param>
    /// <param name="grainClassNamePrefix">Leave null: each interface has one grain class.</param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}
