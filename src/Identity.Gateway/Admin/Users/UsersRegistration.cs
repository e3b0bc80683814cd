using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Admin.Users;

/// <summary>Registers what the endpoints of users are made of.</summary>
internal static class UsersRegistration
{
    public static IServiceCollection AddAdminUsers(this IServiceCollection services) => services
        .AddSingleton<UserRecords>()
        .AddSingleton<UserNames>()
        .AddSingleton<NewCredentials>()
        .AddSingleton<UserCreation>()
        .AddSingleton<UserChanges>()
        .AddSingleton<UserRemoval>();
}
