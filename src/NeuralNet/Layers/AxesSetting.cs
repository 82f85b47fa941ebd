using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>Writes and reads settings that are the axes of a layer.</summary>
public static class AxesSetting
{
    /// <summary>Writes the axes that a layer works along: one axis as a number, several as a list, as Keras does.</summary>
    public static void SetAxes(this Configuration configuration, string name, Axes value)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (value.Numbers is [int axis])
            configuration.Set(name, axis);
        else
            configuration.Set(name, value.Numbers);
    }

    /// <summary>Reads the axes that a layer works along; the last, −1, if absent.</summary>
    /// <exception cref="FormatException">The setting is there but neither a whole number nor a list of such.</exception>
    public static Axes GetAxes(this Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.Find(name) is JsonArray ? Axes.Create(configuration.GetInt32s(name)) : configuration.GetInt32(name, -1);
    }
}
