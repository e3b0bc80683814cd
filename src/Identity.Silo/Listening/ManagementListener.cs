namespace Identity.Silo.Listening;

/// <summary>Marks a connection to the management port.</summary>
internal sealed class ManagementListener
{
    public static readonly ManagementListener Instance = new();
}
