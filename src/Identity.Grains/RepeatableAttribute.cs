namespace Identity.Grains;

/// <summary>Marks a grain's method that may be called again when nobody knows whether the first call was carried out, because the
/// pod died that ran it: the second call comes to the same as the first.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RepeatableAttribute : Attribute;
