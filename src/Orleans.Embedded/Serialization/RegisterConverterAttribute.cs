namespace Orleans;

/// <summary>Marks an <see cref="IConverter{TValue, TSurrogate}"/> that carries a foreign type over the wire.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RegisterConverterAttribute : Attribute;
