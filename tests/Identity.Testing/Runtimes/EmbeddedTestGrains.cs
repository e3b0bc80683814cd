using Identity.Silo.Composition;
using Microsoft.Extensions.Hosting;

namespace Identity.Testing.Runtimes;

/// <summary>The grains of a <see cref="GrainHost"/>, run by the embedded runtime.</summary>
public static class TestGrains
{
    /// <summary>Adds them to a host that is being built.</summary>
    public static void AddTestGrains(this IHostApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo.AddVersionedGrains());
}
