using Identity.Grains.OneTimeCodes;
using Identity.Grains.Passwords.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Identity.Grains.Passwords;

/// <summary>Registers the passwords capability.</summary>
public static class PasswordsRegistration
{
    /// <summary>Adds hashing, authentication and change of passwords, and one-time codes. The host adds an <see cref="Users.IUserDirectory"/>,
    /// the grain runtime and a <see cref="TimeProvider"/>. It does not start where Argon2 cannot be computed.</summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<PasswordsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PasswordsOptions>, PasswordsOptionsValidator>());
        services.AddHostedService<Argon2Check>();
        return services
            .AddSingleton<PasswordHashing>()
            .AddSingleton<GuessingNetworks>()
            .AddSingleton<PasswordAuthentication>()
            .AddSingleton<NewPasswords>()
            .AddSingleton<PasswordChange>()
            .AddSingleton<OneTimeCodeAuthentication>();
    }
}
