namespace Orleans.Concurrency;

/// <summary>Calls to the grain interleave with each other at every await.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
