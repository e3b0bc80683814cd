using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains;

/// <summary>Registers what the grains and their callers need, except storage and the grain runtime.</summary>
public static class GrainsRegistration
{
    /// <summary>Adds every capability. The host adds a <see cref="Sealing.Sealer"/>, the storage ports and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddIdentityGrains(this IServiceCollection services) =>
        services.AddSingleton<IAttributeToFactoryMapper<RecordAttribute>, RecordFactory>().AddRealms().AddSessions().AddPasswords();
}
