using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// A size along the height and the width of images, such as that of a kernel, of strides or of a pool. Converts implicitly from a number,
/// for both axes, and from a pair: <c>3</c> is the same as <c>(3, 3)</c>. Files contain a list of both numbers.
/// </summary>
/// <param name="Height">The size along the height: the number of rows of pixels.</param>
/// <param name="Width">The size along the width: the number of columns of pixels.</param>
public readonly record struct Size2D(int Height, int Width) : ISettingValue<Size2D>
{
    /// <summary>Converts one size for both axes.</summary>
    public static implicit operator Size2D(int size) => new(size, size);

    /// <summary>Converts the sizes along the height and the width.</summary>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Height}, {Width})");

    void ISettingValue<Size2D>.WriteTo(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Set(name, new[] { Height, Width });
    }

    static Size2D ISettingValue<Size2D>.ReadFrom(Configuration configuration, string name)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        JsonNode? node = configuration.Find(name);
        if (node is not JsonArray)
            return configuration.GetInt32(name);
        return configuration.GetInt32s(name) is [int height, int width]
            ? new Size2D(height, width)
            : throw Configuration.Wrong(name, "a whole number or a list of two", node);
    }
}
