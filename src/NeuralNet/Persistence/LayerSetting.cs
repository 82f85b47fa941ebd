using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Writes and reads settings that are layers, with their names, and models, with their layers. <see cref="CustomObjects"/> creates custom
/// layers when a file is loaded.
/// </summary>
/// <example>
/// <code>
/// protected override void WriteTo(Configuration configuration) => configuration.SetLayer("layer", inner);
///
/// public static Twice From(Configuration configuration) => new(configuration.GetLayer("layer")!);
/// </code>
/// </example>
public static class LayerSetting
{
    /// <summary>Writes a layer, which may be a model, with its name and whether it is trainable; or null.</summary>
    public static void SetLayer(this Configuration configuration, string name, Layer? layer)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Set(
            name, layer is null ? null : GraphConfigurationWriter.Describe(layer), layer is null ? [] : UnsavedSettings.SilentIn(layer));
    }

    /// <summary>Reads a layer that <see cref="SetLayer"/> wrote; null if it is null or absent.</summary>
    /// <exception cref="FormatException">The setting is not a layer, or is a layer of an unknown class.</exception>
    public static Layer? GetLayer(this Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.Find(name) switch
        {
            null => null,
            JsonObject description => GraphConfigurationReader.ReadPart(description, configuration.Custom),
            var other => throw Configuration.Wrong(name, "a layer, as class_name and config", other),
        };
    }
}
