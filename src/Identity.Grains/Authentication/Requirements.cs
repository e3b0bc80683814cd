namespace Identity.Grains.Authentication;

/// <summary>What a step of a flow is needed for.</summary>
public static class Requirements
{
#pragma warning disable CS1591 // The names are the documentation.
    public const string Required = "REQUIRED";
    public const string Alternative = "ALTERNATIVE";
    public const string Conditional = "CONDITIONAL";
    public const string Disabled = "DISABLED";
#pragma warning restore CS1591
}
