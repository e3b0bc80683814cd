using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Identity.Grains.Storage;

/// <summary>Reads and writes stored states. A property that a document lacks keeps its initial value, so that what an earlier
/// release wrote reads as that release meant it.</summary>
public static class StateJson
{
    // Generated code alone would set every init-only property, to null or 0 where the document is silent.
    private static readonly JsonSerializerOptions s_options = new(StateJsonContext.Default.Options)
    {
        TypeInfoResolver = StateJsonContext.Default.WithAddedModifier(KeepInitialValues),
    };

    /// <summary>How a state of that type is read and written. Throws <see cref="ArgumentException"/> for a type that is no state.</summary>
    public static JsonTypeInfo<T> TypeInfo<T>() =>
        s_options.TryGetTypeInfo(typeof(T), out var info)
            ? (JsonTypeInfo<T>)info
            : throw new ArgumentException($"{typeof(T).Name} is no stored state: add it to {nameof(StateJsonContext)}.");

    private static void KeepInitialValues(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.GetConstructor(Type.EmptyTypes) is not { } constructor)
        {
            return;
        }

        type.CreateObject = () => constructor.Invoke(null);
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is PropertyInfo { SetMethod: not null } member)
            {
                property.Set = member.SetValue;
            }
        }
    }
}
