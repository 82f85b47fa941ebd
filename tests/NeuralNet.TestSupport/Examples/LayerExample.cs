using System.Runtime.CompilerServices;

namespace NeuralNet.TestSupport;

/// <summary>A layer that the layer contract is held against.</summary>
/// <param name="make">Makes a new one, with settings that are not the defaults where it has any.</param>
/// <param name="inputShapes">The shape of each input, without the batch axis.</param>
/// <param name="name">The text of <paramref name="make"/>, with the shapes the name of the example.</param>
internal sealed class LayerExample(Func<Layer> make, Shape[] inputShapes, [CallerArgumentExpression(nameof(make))] string name = "")
{
    /// <summary>
    /// The exclusive upper bound of the inputs of layers that take integers, which have no gradient; null for other layers.
    /// </summary>
    public int? IntegerInputsBelow { get; init; }

    /// <summary>A word of the stated reason, for settings that cannot be written as ONNX.</summary>
    public string? NotInOnnx { get; init; }

    public string Name { get; } = $"{name} of {string.Join(" and ", inputShapes.AsEnumerable())}";

    /// <summary>The shape of each input, without the batch axis.</summary>
    public IReadOnlyList<Shape> InputShapes => inputShapes;

    public Layer Make() => make();

    public LayerHarness NewHarness(int seed = 3) => new(make(), seed, inputShapes);

    public Tensor[] Inputs(int batchSize, long seed) => [.. inputShapes.Select((shape, i) => IntegerInputsBelow is int bound
        ? TestData.Integers(shape.WithBatch(batchSize), seed + i, bound)
        : TestData.Normal(shape.WithBatch(batchSize), seed + i))];
}
