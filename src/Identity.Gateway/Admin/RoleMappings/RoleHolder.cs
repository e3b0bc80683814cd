namespace Identity.Gateway.Admin.RoleMappings;

/// <summary>What roles are mapped to, as of now.</summary>
/// <param name="Id">UUID.</param>
/// <param name="Direct">Ids of the roles that are mapped to it.</param>
/// <param name="Effective">Ids of all roles that it has through them, or otherwise; null: all there are.</param>
/// <param name="Own">Ids of roles that it has without a mapping, so that none is offered; empty but for clients.</param>
internal sealed record RoleHolder(string Id, IReadOnlyList<string> Direct, IReadOnlySet<string>? Effective, IReadOnlySet<string> Own)
{
    /// <summary>Whether the role is mapped to it.</summary>
    public bool HasDirectly(string roleId) => Direct.Contains(roleId) || Own.Contains(roleId);

    /// <summary>Whether it has the role.</summary>
    public bool Has(string roleId) => Effective is null || Effective.Contains(roleId);
}
