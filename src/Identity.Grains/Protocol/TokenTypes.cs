namespace Identity.Grains.Protocol;

#pragma warning disable CS1591 // The names are the documentation.

/// <summary>Values of the typ claim, which keeps one kind of token from passing as another.</summary>
public static class TokenTypes
{
    public const string Bearer = "Bearer";
    public const string Id = "ID";
    public const string Refresh = "Refresh";
    public const string Offline = "Offline";
}
