namespace Orleans.Concurrency;

/// <summary>Calls of the method start at once, whatever else the grain is running. Such a method must not write the grain's state.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
