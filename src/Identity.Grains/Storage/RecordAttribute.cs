namespace Identity.Grains.Storage;

/// <summary>Marks the parameter of a grain's constructor that is to be its record: an <see cref="IRecord{TState}"/>, whose key is the grain's
/// (<see cref="EntityKey"/>).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RecordAttribute : Attribute, IFacetMetadata;
