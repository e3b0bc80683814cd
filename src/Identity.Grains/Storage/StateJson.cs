using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Identity.Grains.Storage;

/// <summary>Reads and writes stored states. A property that a document lacks keeps its initial value, so that what an earlier
/// release wrote reads as that release meant it. A null where none may be counts as nothing: the property keeps its initial value, a list
/// has one element less; where the property is required the document is no state.</summary>
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

    /// <summary>The state in a document.</summary>
    /// <exception cref="UnreadableRecordException">It is no such state.</exception>
    public static T Read<T>(ReadOnlySpan<byte> document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, TypeInfo<T>()) ?? throw new UnreadableRecordException($"A stored {typeof(T).Name} is null.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or FormatException or ArgumentException)
        {
            // The exception's own words may quote the document.
            throw new UnreadableRecordException($"A stored {typeof(T).Name} cannot be read{(exception is JsonException { Path: { } path } ? $" at {path}" : "")}.");
        }
    }

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
                property.Set = property.IsExtensionData ? member.SetValue : Setter(member);
            }
        }
    }

    private static Action<object, object?> Setter(PropertyInfo member)
    {
        if (member.PropertyType.IsValueType)
        {
            return member.SetValue;
        }

        var mayBeNull = new NullabilityInfoContext().Create(member).WriteState == NullabilityState.Nullable;
        var isRequired = member.IsDefined(typeof(RequiredMemberAttribute));
        return (state, value) =>
        {
            if (value is not null || mayBeNull)
            {
                DropNulls(value);
                member.SetValue(state, value);
            }
            else if (isRequired)
            {
                throw new JsonException($"{member.DeclaringType!.Name}.{member.Name} is null.");
            }
        };
    }

    private static void DropNulls(object? value)
    {
        switch (value)
        {
            case IDictionary map:
                foreach (var key in map.Keys.Cast<object>().Where(key => map[key] is null).ToList())
                {
                    map.Remove(key);
                }

                foreach (var inner in map.Values)
                {
                    DropNulls(inner);
                }

                break;
            case IList { IsFixedSize: false } list:
                for (var place = list.Count - 1; place >= 0; place--)
                {
                    if (list[place] is null)
                    {
                        list.RemoveAt(place);
                    }
                }

                break;
        }
    }
}
