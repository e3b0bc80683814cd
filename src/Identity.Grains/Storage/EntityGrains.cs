namespace Identity.Grains.Storage;

/// <summary>The way to the grains of records. Nothing else gives a text to the grain factory.</summary>
public static class EntityGrains
{
    /// <summary>The grain of a key.</summary>
    public static TGrain Get<TGrain>(this IGrainFactory grains, EntityKey key)
        where TGrain : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<TGrain>(key.ToString());
    }

    /// <summary>The grain in which to look for an id that came from outside; that of no record where it cannot be an id.</summary>
    public static TGrain Find<TGrain>(this IGrainFactory grains, string realmId, string? id)
        where TGrain : IGrainWithStringKey => grains.Get<TGrain>(EntityKey.ToFind(realmId, id));
}
