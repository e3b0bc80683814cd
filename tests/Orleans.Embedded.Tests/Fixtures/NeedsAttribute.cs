namespace Orleans.Embedded.Tests.Fixtures;

/// <summary>What a method of a test grain needs to know of its record.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute(StateNeed need) : Attribute
{
    public StateNeed Need => need;
}
