namespace Orleans;

/// <summary>Converts a foreign type to the surrogate that stands for it on the wire, and back.</summary>
public interface IConverter<TValue, TSurrogate>
    where TSurrogate : struct
{
    /// <summary>Rebuilds the value.</summary>
    TValue ConvertFromSurrogate(in TSurrogate surrogate);

    /// <summary>Makes the surrogate.</summary>
    TSurrogate ConvertToSurrogate(in TValue value);
}
