namespace Identity.Grains.Authentication;

/// <summary>The settings of a step of a flow.</summary>
/// <param name="Id">UUID.</param>
/// <param name="Alias">Names it; steps refer to it by this.</param>
/// <param name="Values">All text.</param>
public sealed record AuthenticatorConfig(string Id, string Alias, IReadOnlyDictionary<string, string> Values);
