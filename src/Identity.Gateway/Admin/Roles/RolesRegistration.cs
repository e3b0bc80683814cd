using Identity.Gateway.Admin.Groups;
using Identity.Gateway.Admin.RoleMappings;
using Identity.Gateway.Admin.ScopeMappings;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Admin.Roles;

/// <summary>Registers what the endpoints of roles, groups and mappings are made of.</summary>
internal static class RolesRegistration
{
    public static IServiceCollection AddAdminRoles(this IServiceCollection services) => services
        .AddSingleton<GroupPlacement>()
        .AddSingleton<GroupRemoval>()
        .AddSingleton<IRoleHolders, UserRoles>()
        .AddSingleton<IRoleHolders, GroupRoles>()
        .AddSingleton<IRoleHolders, ClientRoles>()
        .AddSingleton<IRoleHolders, ClientScopeRoles>();
}
