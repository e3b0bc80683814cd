namespace Orleans.Runtime;

/// <summary>Names the record that a constructor parameter of type <see cref="IPersistentState{TState}"/> stands for.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    /// <summary>A record of the given name in the given storage; in the storage "Default" when that is null.</summary>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>The name of the record.</summary>
    public string StateName { get; }

    /// <summary>The name under which the storage is registered.</summary>
    public string? StorageName { get; }
}
