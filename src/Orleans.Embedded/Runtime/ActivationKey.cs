using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The place of an activation: a grain, and which of its workers. Only stateless grains have more than worker 0.</summary>
internal readonly record struct ActivationKey(GrainId GrainId, int Worker);
