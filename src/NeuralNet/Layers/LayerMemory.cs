namespace NeuralNet;

/// <summary>
/// Memory that a layer has declared in <see cref="Layer.Build"/>. Each plan has a tensor for the memory, which <c>frame[memory]</c>
/// returns.
/// </summary>
public sealed class LayerMemory
{
    internal LayerMemory(string name, int index, bool isKept, Func<PassShapes, Shape> shape)
    {
        Name = name;
        Index = index;
        IsKept = isKept;
        ShapeFor = shape;
    }

    /// <summary>The name within the layer.</summary>
    public string Name { get; }

    /// <summary>Gets a value indicating whether the values stay from Forward to Backward; otherwise they stay for one call.</summary>
    public bool IsKept { get; }

    internal int Index { get; }

    internal Func<PassShapes, Shape> ShapeFor { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
