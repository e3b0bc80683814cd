namespace Identity.Faults.Load;

/// <summary>An address that requests can go to.</summary>
/// <param name="Name">A pod's name, or proxy.</param>
/// <param name="Url">Its base.</param>
internal sealed record Target(string Name, string Url)
{
    public const string ProxyName = "proxy";

    public bool IsProxy => Name == ProxyName;
}
