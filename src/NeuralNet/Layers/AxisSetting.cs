namespace NeuralNet;

/// <summary>
/// Checks the axis of a layer that works along one axis, which Keras numbers from the batch, axis 0, or from the end, −1.
/// </summary>
internal static class AxisSetting
{
    /// <summary>Returns the size of the axis, along which the layer has parameters.</summary>
    /// <exception cref="ArgumentException">The axis does not exist, is the batch, or has no value.</exception>
    public static int SizeOf(LayerBuilder builder, int axis)
    {
        Shape input = builder.InputShape;
        int place = PlaceIn(input, axis);
        if (place < 1 || place > input.Rank)
        {
            throw builder.Error(
                $"was given axis {axis} for inputs of shape {input.ToStringWithBatch()}; its axes are 1 to {input.Rank}, or −1 for the "
                + "last, axis 0 being the batch");
        }

        return input[place - 1] != 0
            ? input[place - 1]
            : throw builder.Error($"needs at least one value along axis {axis}; it was given the shape {input.ToStringWithBatch()}");
    }

    /// <summary>Returns the number of the axis, counted from the batch, axis 0.</summary>
    public static int PlaceIn(Shape row, int axis) => axis < 0 ? axis + row.Rank + 1 : axis;
}
