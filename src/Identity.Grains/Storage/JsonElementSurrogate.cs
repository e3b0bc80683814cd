using System.Text.Json;

namespace Identity.Grains.Storage;

/// <summary>How a <see cref="JsonElement"/> crosses between silos: as its text.</summary>
[GenerateSerializer, Alias("identity.json-element")]
public struct JsonElementSurrogate
{
    /// <summary>The JSON text.</summary>
    [Id(0)]
    public string Text { get; set; }
}

/// <summary>Converts between <see cref="JsonElement"/> and its surrogate.</summary>
[RegisterConverter]
public sealed class JsonElementConverter : IConverter<JsonElement, JsonElementSurrogate>
{
    /// <inheritdoc/>
    public JsonElement ConvertFromSurrogate(in JsonElementSurrogate surrogate)
    {
        using var document = JsonDocument.Parse(surrogate.Text);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public JsonElementSurrogate ConvertToSurrogate(in JsonElement value) => new() { Text = value.GetRawText() };
}
