using Identity.Silo.Configuration;
using Identity.Silo.Lifetime;

namespace Identity.Silo.Composition;

/// <summary>The product itself: storage, grains, gateway, and what they need done at start.</summary>
internal static class IdentityRegistration
{
    public static void AddIdentity(this WebApplicationBuilder builder, string connectionString, ServerOptions options)
    {
        var services = builder.Services;
        services.AddSingleton(_ => Npgsql.NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<IStartupStep, MigrationStep>();
        builder.AddGrainHost(connectionString);
    }

    public static void MapIdentity(this IEndpointRouteBuilder app)
    {
    }
}
