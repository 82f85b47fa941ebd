using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Computes the maximum of each feature over the steps of a sample: (batch, steps, features) becomes (batch, features). The gradient goes
/// to the step of the maximum; steps of equal values share it. Padding is left out, where Keras counts it as data; a sample that is all
/// padding gives zeros. Keras: layers/pooling/global_max_pooling1d.py.
/// </summary>
/// <param name="keepDims">Whether the axis of the steps is kept, with size 1; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class GlobalMaxPooling1D([Setting("keepdims")] bool keepDims = false, string? name = null)
    : GlobalPooling1D(keepDims, name)
{
    private protected override void Pool(ReadOnlySpan<float> steps, ReadOnlySpan<float> mask, Span<float> output)
    {
        int features = output.Length;
        bool isFirst = true;
        output.Clear();
        for (int step = 0; step * features < steps.Length; step++)
        {
            if (!IsData(mask, step))
                continue;
            ReadOnlySpan<float> values = steps.Slice(step * features, features);
            if (isFirst)
                values.CopyTo(output);
            else
                TensorPrimitives.Max(output, values, output);
            isFirst = false;
        }
    }

    private protected override void PutGradient(
        ReadOnlySpan<float> steps, ReadOnlySpan<float> mask, ReadOnlySpan<float> output, Span<float> outputGradient,
        Span<float> scratch, Span<float> gradient)
    {
        int features = output.Length;
        scratch.Clear();
        gradient.Clear();
        for (int step = 0; step * features < steps.Length; step++)
        {
            if (IsData(mask, step))
                Ties.Mark(steps.Slice(step * features, features), output, gradient.Slice(step * features, features), scratch);
        }

        TensorPrimitives.Divide(outputGradient, scratch, outputGradient);
        for (int step = 0; step * features < steps.Length; step++)
        {
            Span<float> target = gradient.Slice(step * features, features);
            if (IsData(mask, step))
                TensorPrimitives.Multiply(target, outputGradient, target);
        }
    }
}
