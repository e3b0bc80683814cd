using Identity.Silo.Composition;
using Identity.Testing.Processes;
using Microsoft.Extensions.Hosting;

namespace Identity.Testing;

/// <summary>The grains of a <see cref="GrainHost"/>, run by a silo of its own. Two hosts are two clusters on one database, each with
/// its own activation of a grain: what a change of membership does for a moment, these do all the time.</summary>
public static class TestGrains
{
    /// <summary>Adds them to a host that is being built.</summary>
    public static void AddTestGrains(this IHostApplicationBuilder builder)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort.Next(), gatewayPort: 0);
            silo.AddGrains();
        });
    }
}
