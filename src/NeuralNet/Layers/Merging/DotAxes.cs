using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The axes of two inputs along which their products are summed. Converts implicitly from a number, for both inputs, and from a pair. The
/// batch is axis 0; negative numbers count from the end.
/// </summary>
/// <param name="First">The axis of the first input.</param>
/// <param name="Second">The axis of the second input.</param>
public readonly record struct DotAxes(int First, int Second) : ISettingValue<DotAxes>
{
    /// <summary>Converts the number of an axis for both inputs.</summary>
    public static implicit operator DotAxes(int axis) => new(axis, axis);

    /// <summary>Converts the number of an axis for each input.</summary>
    public static implicit operator DotAxes((int First, int Second) axes) => new(axes.First, axes.Second);

    void ISettingValue<DotAxes>.WriteTo(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (First == Second)
            configuration.Set(name, First);
        else
            configuration.Set(name, new[] { First, Second });
    }

    static DotAxes ISettingValue<DotAxes>.ReadFrom(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JsonNode? node = configuration.Find(name);
        if (node is not JsonArray)
            return configuration.GetInt32(name);
        return configuration.GetInt32s(name) is [int first, int second]
            ? new DotAxes(first, second)
            : throw Configuration.Wrong(name, "a whole number or a list of two", node);
    }
}
