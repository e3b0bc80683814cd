using Identity.Grains;
using Orleans.Embedded;

namespace Identity.Silo.Composition;

/// <summary>The grains run in this process, by the embedded runtime.</summary>
internal static class GrainHost
{
    public const string Runtime = "Embedded";

    public static void AddGrainHost(this WebApplicationBuilder builder, string connectionString)
    {
        _ = connectionString;
        builder.UseOrleans(silo => silo.AddGrains(typeof(GrainsRegistration).Assembly));
    }
}
