using System.Text;
using Identity.Gateway.Admin.Access;
using Identity.Gateway.Admin.Authentication;
using Identity.Gateway.Admin.Clients;
using Identity.Gateway.Admin.Events;
using Identity.Gateway.Admin.OpenApi;
using Identity.Gateway.Admin.Records;
using Identity.Gateway.Admin.Realms.Import;
using Identity.Gateway.Admin.Roles;
using Identity.Gateway.Admin.Users;
using Identity.Gateway.Cors;
using Identity.Gateway.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Identity.Gateway.Admin;

/// <summary>Registers and maps Keycloak's Admin REST API.</summary>
internal static class AdminRegistration
{
    /// <summary>Where the OpenAPI document is; nothing in it is secret.</summary>
    public const string OpenApiPath = "/admin/openapi.json";

    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AdminAuthentication>();
        services.AddSingleton(provider => new ServerAdministrators(provider.GetRequiredService<AdminAuthentication>()));
        services.AddSingleton<UnreadableRealms>();
        services.AddSingleton<AdminGate>();
        services.AddSingleton<AdminRecords>();
        services.AddSingleton<AdminEvents>();
        services.AddAdminClients();
        services.AddSingleton<Sessions.SessionEnding>();
        services.AddSingleton<Realms.RealmRenaming>();
        services.AddSingleton<Realms.NewRealms>();
        services.AddPartialImport();
        services.AddAdminUsers();
        services.AddAdminRoles();
        services.AddSingleton<FlowChanges>();
        foreach (var type in typeof(IAdminEndpoints).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IAdminEndpoints))))
        {
            services.AddSingleton(typeof(IAdminEndpoints), type);
        }

        return services;
    }

    public static void MapAdmin(this IEndpointRouteBuilder endpoints)
    {
        var routes = new AdminRoutes(endpoints, endpoints.ServiceProvider.GetRequiredService<AdminGate>());
        foreach (var part in endpoints.ServiceProvider.GetServices<IAdminEndpoints>())
        {
            part.Map(routes);
        }

        var document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(OpenApiDocument.Of(routes.All).ToJsonString()));
        endpoints.MapGet(OpenApiPath, http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.Body.WriteAsync(document.Value, http.RequestAborted).AsTask();
        });
        endpoints.Map("/admin/{**path}", http => HttpMethods.IsOptions(http.Request.Method)
            ? CorsHeaders.PreflightAsync(http, "DELETE, POST, GET, PUT")
            : OAuthErrorWriter.WriteAsync(http, new OAuthError(StatusCodes.Status404NotFound, "HTTP 404 Not Found", null)));
    }
}
