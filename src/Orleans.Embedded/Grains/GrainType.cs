namespace Orleans.Runtime;

/// <summary>The name of a grain class, as Orleans forms it: lower case, without the ending "grain".</summary>
public readonly struct GrainType(IdSpan id) : IEquatable<GrainType>
{
    /// <summary>The name as an identifier.</summary>
    public IdSpan Value { get; } = id;

    /// <summary>True of the value that names no type.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>The type with the given name.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <summary>Compares names.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Compares names.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => Value.Equals(obj.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
