using System.Text.Json;
using Identity.Grains.Storage;
using Orleans.Storage;

namespace Identity.Silo.Storage;

/// <summary>Keeps <see cref="GrantStorage"/> by Microsoft.Orleans.Persistence.AdoNet, in the table <c>orleansstorage</c>. What the driver throws stays here.</summary>
internal sealed class OrleansGrants(IGrainStorage adoNet) : IGrainStorage
{
    private const string AdoNetName = "adonet";

    /// <summary>Adds it to the silo. A state that is cleared keeps its row, and with it its version, until it is swept away.</summary>
    public static void Register(ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage(AdoNetName, storage => storage.Configure<PostgresDatabase>((options, database) =>
        {
            options.Invariant = "Npgsql";
            options.DataSource = database.Pool;
            options.DeleteStateOnClear = false;
            options.GrainStorageSerializer = new StateSerializer();
        }));
        silo.Services.AddKeyedSingleton<IGrainStorage>(GrantStorage.Name, static (provider, _) => new OrleansGrants(provider.GetRequiredKeyedService<IGrainStorage>(AdoNetName)));
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync(adoNet.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync(adoNet.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync(adoNet.ClearStateAsync(stateName, grainId, grainState));

    private static async Task RunAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (Exception exception) when (StorageFault.IsUnavailable(exception))
        {
            throw StorageFault.Unavailable(exception);
        }
    }

    /// <summary>As records are stored: by <see cref="StateJson"/>.</summary>
    private sealed class StateSerializer : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input!, StateJson.TypeInfo<T>()));

        public T Deserialize<T>(BinaryData input) => StateJson.Read<T>(input.ToMemory().Span);
    }
}
