using Orleans.Embedded;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The identity of grains and of references to them.</summary>
public static class GrainExtensions
{
    /// <summary>The identity of a grain, given the grain itself or a reference to it.</summary>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        IGrainBase instance => instance.GrainContext.GrainId,
        GrainReference reference => reference.GrainId,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"{grain.GetType().Name} is neither a grain nor a reference to one.", nameof(grain)),
    };

    /// <summary>The key of a grain, given the grain itself or a reference to it.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key.ToString();

    /// <summary>A reference to the same grain under one of its interfaces, fit to be passed to other grains.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain is IGrainBase { GrainContext: Activation activation }
            ? (TGrainInterface)activation.References.Create(typeof(TGrainInterface), activation.GrainId.Key)
            : (TGrainInterface)grain;
    }
}
