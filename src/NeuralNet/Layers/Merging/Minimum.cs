using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = the minimum of the inputs, element by element; along axes of size 1, values are repeated (<see cref="MergeLayer"/>). The
/// gradient goes to the minimum; equal inputs share it. A step that is padding in one input is the minimum of the others; a step that is
/// padding in every input is that of the first input. Keras: layers/merging/minimum.py and base_merge.py.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Minimum(string? name = null) : Extremum(name)
{
    private protected override float? NeutralElement => float.PositiveInfinity;

    private protected override void Choose(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> output) =>
        TensorPrimitives.Min(x, y, output);
}
