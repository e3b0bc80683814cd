namespace Identity.Grains.Claims;

/// <summary>Where a mapper puts its claim.</summary>
[Flags]
internal enum TokenKind
{
    None = 0,
    Access = 1,
    LightAccess = 2,
    Id = 4,
    UserInfo = 8,
    Introspection = 16,
    All = Access | LightAccess | Id | UserInfo | Introspection,
}
