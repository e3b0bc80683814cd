using System.Reflection;
using Identity.Grains;
using Identity.Silo.Configuration;
using Orleans.Configuration;
using Orleans.Embedded;

namespace Identity.Silo.Composition;

/// <summary>The grains run in this process, by the embedded runtime. Built when GrainRuntime is Embedded.</summary>
internal static class GrainHost
{
    /// <summary>The name that this runtime goes by on /cluster.</summary>
    public const string Runtime = "Embedded";

    public static void AddGrainHost(this IHostApplicationBuilder builder, ServerOptions options)
    {
        // Processes agree through the database alone.
        _ = options;
        builder.UseOrleans(silo => silo.AddVersionedGrains());
    }

    /// <summary>The grains, and when their versions are checked.</summary>
    public static void AddVersionedGrains(this ISiloBuilder silo)
    {
        silo.AddGrains(typeof(GrainsRegistration).Assembly);

        // A session that is used every few minutes costs one read a time, in memory or not; only those used all the time stay.
        silo.Services.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionAge = TimeSpan.FromSeconds(30);
            collection.CollectionQuantum = TimeSpan.FromSeconds(10);
        });
        silo.Services.Configure<EmbeddedOptions>(options => options.StateNeeds = NeedOf);
    }

    private static StateNeed NeedOf(MethodInfo method) => method.GetCustomAttribute<ConfirmsItselfAttribute>() switch
    {
        null => StateNeed.Current,
        { New: true } => StateNeed.New,
        _ => StateNeed.Held,
    };
}
