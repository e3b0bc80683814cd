using Identity.Grains;
using Orleans.Embedded;

namespace Identity.Silo.Composition;

/// <summary>The grains run in this process, by the embedded runtime. Built when GrainRuntime is Embedded.</summary>
internal static class GrainHost
{
    public static void AddGrainHost(this IHostApplicationBuilder builder, string connectionString)
    {
        // Processes find each other through the database alone.
        _ = connectionString;
        builder.UseOrleans(silo => silo.AddGrains(typeof(GrainsRegistration).Assembly));
    }
}
