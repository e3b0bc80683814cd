using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Admin.Realms.Import;

/// <summary>Registers what a partial import is made of.</summary>
internal static class ImportRegistration
{
    public static IServiceCollection AddPartialImport(this IServiceCollection services) => services
        .AddSingleton<ImportedClients>()
        .AddSingleton<ImportedRoles>()
        .AddSingleton<ImportedGroups>()
        .AddSingleton<ImportedUsers>()
        .AddSingleton<ImportedParts>();
}
