namespace Identity.Grains.Storage;

/// <summary>The way to the grains of records. Nothing else gives a text to the grain factory.</summary>
public static class EntityGrains
{
    /// <summary>The grain of a key.</summary>
    public static TGrain Get<TGrain>(this IGrainFactory grains, EntityKey key)
        where TGrain : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(grains);
        if (Names<TGrain>.Known is { } known)
        {
            return (TGrain)grains.GetGrain(GrainId.Create(known.GrainType, key.ToString()), known.InterfaceType);
        }

        var grain = grains.GetGrain<TGrain>(key.ToString());
        Names<TGrain>.Known = Names.Of((GrainReference)(IAddressable)grain);
        return grain;
    }

    /// <summary>The grain in which to look for an id that came from outside; that of no record where it cannot be an id.</summary>
    public static TGrain Find<TGrain>(this IGrainFactory grains, string realmId, string? id)
        where TGrain : IGrainWithStringKey => grains.Get<TGrain>(EntityKey.ToFind(realmId, id));

    // Orleans works a grain's names out of its attributes at each call, by reflection: 20 us.
    private sealed record Names(GrainType GrainType, GrainInterfaceType InterfaceType)
    {
        public static Names Of(GrainReference reference) => new(reference.GrainId.Type, reference.InterfaceType);
    }

    private static class Names<TGrain>
    {
        public static volatile Names? Known;
    }
}
