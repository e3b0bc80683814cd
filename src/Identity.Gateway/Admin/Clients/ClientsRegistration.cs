using Identity.Gateway.Admin.ProtocolMappers;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Admin.Clients;

/// <summary>Registers what the endpoints of clients share.</summary>
internal static class ClientsRegistration
{
    public static IServiceCollection AddAdminClients(this IServiceCollection services) => services
        .AddSingleton<ServiceAccountUsers>()
        .AddSingleton<ClientTakeover>()
        .AddSingleton<ClientDeletion>()
        .AddSingleton<ClientMappers>()
        .AddSingleton<ClientScopeMappers>();
}
