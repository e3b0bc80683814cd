namespace Orleans.Concurrency;

/// <summary>The method changes nothing: its calls interleave with calls of other read-only methods.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
