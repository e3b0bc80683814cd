namespace Orleans.Concurrency;

/// <summary>The caller's task completes when the call is accepted; its outcome is only logged.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
