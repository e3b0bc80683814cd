namespace Orleans;

/// <summary>Marks a type that travels between grains. Nothing is serialised in one process; the mark keeps sources portable.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;
