using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Reads and checks the axis of a layer that works along the last axis, which Keras numbers −1 or by its index, the batch being axis 0.
/// </summary>
internal static class AxisSetting
{
    /// <summary>Returns the size of the axis.</summary>
    /// <exception cref="ArgumentException">The axis is not the last of the layer's inputs.</exception>
    public static int RequireLast(LayerBuilder builder, int axis)
    {
        Shape input = builder.InputShape;
        if (input.Rank == 0 || (axis != -1 && axis != input.Rank))
        {
            throw builder.Error(
                $"works along the last axis only; it was given axis {axis} for inputs of shape {input.ToStringWithBatch()}. Leave the "
                + "axis at -1, and put the values that belong together last");
        }

        return input.Last;
    }

    /// <summary>Reads the axis, −1 if absent, which Keras also writes as a list of one number.</summary>
    /// <exception cref="FormatException">The setting is not one number.</exception>
    public static int Read(Configuration configuration)
    {
        if (configuration.Find("axis") is not JsonArray)
            return configuration.GetInt32("axis", -1);
        return configuration.GetInt32s("axis") is [int axis]
            ? axis
            : throw Configuration.Wrong("axis", "one axis", configuration.Find("axis"));
    }
}
