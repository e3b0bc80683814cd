using Identity.Grains.Passwords;
using Identity.Grains.Realms;
using Identity.Grains.Sessions;
using Identity.Grains.Storage;
using Identity.Grains.Tokens;
using Identity.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Grains;

/// <summary>Registers what the grains and their callers need, except storage and the grain runtime.</summary>
public static class GrainsRegistration
{
    /// <summary>Adds every capability. The host adds a <see cref="Sealing.Sealer"/>, the storage ports and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddIdentityGrains(this IServiceCollection services) =>
        services.AddSingleton<IAttributeToFactoryMapper<RecordAttribute>, RecordFactory>()
            .AddSingleton<HeldRecords>()
            .AddSingleton(provider => new CurrentRecords(provider.GetRequiredService<IRecordStore>(), provider.GetRequiredService<HeldRecords>()))
            .AddSingleton<RecordChanges>()
            .AddSingleton<UserReader>().AddSingleton<SessionReader>().AddSingleton<RevokedTokenReader>()
            .AddRealms().AddSessions().AddPasswords();
}
